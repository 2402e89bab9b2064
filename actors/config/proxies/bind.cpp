// The keyword `bind` of proxies' sections.
#include "actors/config/bind/bind_line.hpp"
#include "actors/config/proxies/keyword.hpp"
#include "actors/config/text/address_text.hpp"
#include "actors/config/text/printable.hpp"

#include <algorithm>

namespace mw::config {

namespace {

/// Options of a CLI's listener that a proxy's has no use for.
constexpr std::array<std::string_view, 2> options_of_clis{"level", "severity-output"};

/// Options of a line, which hold for all its addresses.
struct bind_line {
  listener_settings common;
  bool accept_proxy = false;
};

std::string in_its_words(const proxy_line& line, const bind_mistake& mistake) {
  auto quoted = std::string_view{mistake.text};
  if (mistake.of_haproxy && quoted.starts_with('\'') && quoted.ends_with('\''))
    quoted = quoted.substr(1, quoted.size() - 2);
  return fmt::format("'bind {}' in section '{}' : {}", printable(line.words[1]), line.draft.section,
                     quoted);
}

tl::expected<void, bind_mistake> take_option(std::span<const std::string>& left, bind_line& all) {
  const auto& word = left.front();
  if (word == "accept-proxy") {
    all.accept_proxy = true;
    left = left.subspan(1);
    return {};
  }
  if (std::find(options_of_clis.begin(), options_of_clis.end(), word) != options_of_clis.end())
    return tl::unexpected(bind_mistake{
        fmt::format("'{}' has no effect here: it belongs to 'stats socket'", word), false});
  return take_bind_option(left, all.common);
}

tl::expected<bind_line, std::string> read_options(const proxy_line& line) {
  auto all = bind_line{};
  all.common.maxconn = 0;
  all.common.socket.backlog = 0; // until all of the section is read
  for (auto left = line.words.subspan(2); !left.empty();)
    if (auto taken = take_option(left, all); !taken)
      return tl::unexpected(in_its_words(line, taken.error()));
  return all;
}

/// Cuts the first word of a `bind` line, which may have several addresses.
std::vector<std::string_view> addresses_of(std::string_view word) {
  auto all = std::vector<std::string_view>{};
  for (auto more = true; more;) {
    auto end = std::min(word.find(','), word.size());
    all.push_back(word.substr(0, end));
    more = end < word.size();
    word.remove_prefix(std::min(end + 1, word.size()));
  }
  return all;
}

void warn_of_useless(const proxy_line& line, const listener_settings& one) {
  for (const auto& useless : useless_words(one))
    line.warnings.push_back(fmt::format("'bind {}' : {}", printable(line.words[1]), useless));
}

proxy_result apply_bind(const proxy_line& line) {
  auto options = read_options(line);
  if (!options)
    return tl::unexpected(std::move(options.error()));
  for (auto text : addresses_of(line.words[1])) {
    auto where = read_address(text, line.variables, net::parse_address);
    if (!where)
      return bad_line("'bind' : {}", where.error());
    options->common.where = *where;
    warn_of_useless(line, options->common);
    line.out().binds.push_back({.where = std::move(*where),
                                .socket = options->common.socket,
                                .name = options->common.name,
                                .maxconn = options->common.maxconn,
                                .accept_proxy = options->accept_proxy,
                                .place = line.place});
  }
  return {};
}

constexpr std::array keywords{
    proxy_keyword{"bind",
                  {.clients = true},
                  1,
                  any_arguments,
                  "'{}' expects {{<path>|[addr1]:port1[-end1]}}{{,[addr]:port[-end]}}... as "
                  "arguments.",
                  apply_bind},
};

} // namespace

std::span<const proxy_keyword> bind_keywords() {
  return keywords;
}

} // namespace mw::config
