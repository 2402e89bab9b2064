// Keywords of proxies' sections that concern the proxy as a whole.
#include "actors/config/proxies/keyword.hpp"
#include "actors/config/text/printable.hpp"
#include "net/base/number.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace mw::config {

namespace {

constexpr std::string_view count_expected = "'{}' expects an integer argument.";

proxy_result apply_mode(const proxy_line& line) {
  constexpr auto known = std::array<std::string_view, 3>{"http", "health", "cli"};
  const auto& mode = line.words[1];
  if (mode == "tcp")
    return {};
  if (std::find(known.begin(), known.end(), mode) != known.end())
    return bad_line("'mode {}' is not supported: the built-in worker relays TCP only", mode);
  return bad_line("unknown proxy mode '{}'.", printable(mode));
}

template <unsigned proxy_settings::*Field>
proxy_result apply_count(const proxy_line& line) {
  auto count = net::parse_number(line.words[1]);
  if (!count)
    return bad_line("'{}' expects an integer argument, got '{}'.", line.words[0],
                    printable(line.words[1]));
  line.out().*Field = *count;
  return {};
}

proxy_result apply_id(const proxy_line& line) {
  auto number = net::parse_number(line.words[1], 1U);
  if (!number)
    return bad_line("custom id has to be > 0.");
  line.out().id = *number;
  return {};
}

template <bool Disabled>
proxy_result apply_disabled(const proxy_line& line) {
  line.out().disabled = Disabled;
  return {};
}

proxy_result apply_description(const proxy_line& line) {
  line.out().description = fmt::format("{}", fmt::join(line.words.subspan(1), " "));
  return {};
}

proxy_result apply_load_states(const proxy_line& line) {
  struct source {
    std::string_view name;
    state_source value;
  };

  constexpr auto sources =
      std::array{source{"global", state_source::global}, source{"local", state_source::local},
                 source{"master", state_source::master}, source{"none", state_source::none}};
  const auto* found = find_named(sources, line.words[1]);
  if (found == nullptr)
    return bad_line("'load-server-state-from-file' expects 'global', 'local', 'master' or 'none'. "
                    "Got '{}'",
                    printable(line.words[1]));
  line.out().load_states = found->value;
  return {};
}

proxy_result apply_states_file(const proxy_line& line) {
  line.out().states_file = line.words.size() > 1 ? line.words[1] : "";
  if (line.out().states_file == "use-backend-name")
    line.out().states_file.clear();
  return {};
}

constexpr auto own_id = proxy_sides{.clients = true, .servers = true};

constexpr std::array keywords{
    proxy_keyword{"backlog", client_side, 1, 1, count_expected,
                  apply_count<&proxy_settings::backlog>},
    proxy_keyword{"description", own_id, 1, any_arguments, "'{}' expects a string argument.",
                  apply_description},
    proxy_keyword{"disabled", both_sides, 0, 0, {}, apply_disabled<true>},
    proxy_keyword{"enabled", both_sides, 0, 0, {}, apply_disabled<false>},
    proxy_keyword{"fullconn", server_side, 1, 1, count_expected,
                  apply_count<&proxy_settings::fullconn>, "maxconn"},
    proxy_keyword{"id", own_id, 1, 1, count_expected, apply_id},
    proxy_keyword{"load-server-state-from-file", server_side, 1, 1,
                  "'{}' expects 'global', 'local', 'master' or 'none'. Got ''", apply_load_states},
    proxy_keyword{"maxconn", client_side, 1, 1, count_expected,
                  apply_count<&proxy_settings::maxconn>, "fullconn"},
    proxy_keyword{"mode", both_sides, 1, 1, "unknown proxy mode ''.", apply_mode},
    proxy_keyword{"server-state-file-name", server_side, 0, 1, {}, apply_states_file},
};

} // namespace

std::span<const proxy_keyword> general_keywords() {
  return keywords;
}

} // namespace mw::config
