// Values of `-S`: see bind_options.hpp.
#include "actors/bind_options.hpp"

#include "actors/bind_option_table.hpp"
#include "actors/config/printable.hpp"
#include "actors/config/suggestion.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

using items = std::vector<std::string>;

items split_at_commas(std::string_view value) {
  items found;
  while (!value.empty()) {
    auto item = value.substr(0, value.find(','));
    if (!item.empty())
      found.emplace_back(item);
    value.remove_prefix(std::min(item.size() + 1, value.size()));
  }
  return found;
}

std::string in_our_words(std::string_view value, std::string_view text) {
  return fmt::format("-S '{}': {}", printable(value), text);
}

/// HAProxy puts the address and the first option, wrong or not, in front.
std::string in_its_words(const items& words, std::string_view text) {
  return fmt::format("'{} {}' : {}", printable(words[0]), printable(words[1]), text);
}

std::string unknown_option(const items& words, const std::string& word) {
  auto nearest = nearest_keyword(word, bind_option_names());
  auto hint = nearest ? fmt::format(" Did you mean '{}' maybe ?", *nearest) : "";
  return in_its_words(words, fmt::format("unknown keyword '{}'.{}", printable(word), hint));
}

std::string no_value(const items& words, const bind_option& option) {
  return in_its_words(words, fmt::format("''{}' : missing {}'", option.name, option.missing));
}

std::string wrong_value(std::string_view value, const items& words, const bad_value& wrong) {
  if (wrong.of_haproxy)
    return in_its_words(words, fmt::format("'{}'", wrong.text));
  return in_our_words(value, wrong.text);
}

/// Applies the option words[at] and moves `at` behind it and its value.
tl::expected<void, std::string> apply_option(std::string_view value, const items& words, size_t& at,
                                             cli_bind& bind) {
  const auto& name = words[at++];
  const auto* option = find_bind_option(name);
  if (!option && is_unsupported_bind_option(name))
    return tl::unexpected(in_our_words(value, fmt::format("'{}' is not supported yet", name)));
  if (!option)
    return tl::unexpected(unknown_option(words, name));
  bool takes_value = !option->missing.empty();
  if (takes_value && at == words.size())
    return tl::unexpected(no_value(words, *option));
  auto applied = option->apply(bind, takes_value ? words[at++] : std::string());
  if (!applied)
    return tl::unexpected(wrong_value(value, words, applied.error()));
  return {};
}

} // namespace

tl::expected<cli_bind, std::string> parse_cli_bind(std::string_view value) {
  auto words = split_at_commas(value);
  if (words.empty())
    return tl::unexpected(in_our_words(value, "an address is expected"));
  auto where = net::parse_address(words[0]);
  if (!where)
    return tl::unexpected(in_our_words(value, where.error()));
  cli_bind bind;
  bind.where = std::move(*where);
  for (size_t at = 1; at < words.size();) {
    auto applied = apply_option(value, words, at, bind);
    if (!applied)
      return tl::unexpected(std::move(applied.error()));
  }
  return bind;
}

std::vector<std::string> useless_options(const cli_bind& bind) {
  using kind = net::address::kind;
  const auto& socket = bind.socket;
  bool is_path = bind.where.form == kind::unix_path;
  bool is_inet = bind.where.form == kind::inet;
  auto text = net::to_string(bind.where);
  std::vector<std::string> useless;
  if (!is_path && (socket.mode || socket.uid || socket.gid))
    useless.push_back(
        fmt::format("-S {}: owner and mode only concern the path of a unix socket", text));
  if (!is_inet && (!socket.interface.empty() || socket.v4v6 || socket.v6only))
    useless.push_back(fmt::format("-S {}: interface, v4v6 and v6only only concern TCP", text));
  return useless;
}

} // namespace mw
