// Words of a bind line: see bind_line.hpp.
#include "actors/config/bind/bind_line.hpp"

#include "actors/config/text/address_text.hpp"
#include "actors/config/text/printable.hpp"
#include "actors/config/text/suggestion.hpp"

#include <fmt/format.h>

namespace mw::config {

namespace {

bind_mistake unknown_option(const std::string& word) {
  auto nearest = nearest_keyword(word, bind_options().names());
  auto hint = nearest ? fmt::format(" Did you mean '{}' maybe ?", *nearest) : "";
  return {fmt::format("unknown keyword '{}'.{}", printable(word), hint), true};
}

bind_mistake no_value(const bind_option& option) {
  return {fmt::format("''{}' : missing {}'", option.name, option.missing), true};
}

} // namespace

tl::expected<void, bind_mistake> take_bind_option(std::span<const std::string>& words,
                                                  listener_settings& bind, bind_use use) {
  const auto& name = words[0];
  const auto* option = bind_options().find(name);
  bool of_others = option && option->only_for_master && use != bind_use::master_cli;
  if (of_others || (!option && bind_options().knows(name)))
    return tl::unexpected(bind_mistake{fmt::format("'{}' is not supported yet", name), false});
  if (!option)
    return tl::unexpected(unknown_option(name));
  bool takes_value = !option->missing.empty();
  if (takes_value && words.size() == 1)
    return tl::unexpected(no_value(*option));
  auto applied = option->apply(bind, takes_value ? words[1] : std::string());
  words = words.subspan(takes_value ? 2 : 1);
  return applied;
}

tl::expected<listener_settings, bind_mistake> parse_bind_line(std::span<const std::string> words,
                                                              listener_settings defaults,
                                                              bind_use use,
                                                              const environment& variables) {
  auto where = read_address(words[0], variables, net::parse_address);
  if (!where)
    return tl::unexpected(bind_mistake{where.error(), false});
  auto bind = std::move(defaults);
  bind.where = std::move(*where);
  for (auto left = words.subspan(1); !left.empty();) {
    auto applied = take_bind_option(left, bind, use);
    if (!applied)
      return tl::unexpected(std::move(applied.error()));
  }
  return bind;
}

std::vector<std::string> useless_words(const listener_settings& bind) {
  using kind = net::address::kind;
  const auto& socket = bind.socket;
  bool is_path = bind.where.form == kind::unix_path;
  bool is_inet = bind.where.form == kind::inet;
  std::vector<std::string> useless;
  if (!is_path && (socket.mode || socket.uid || socket.gid))
    useless.emplace_back("owner and mode only concern the path of a unix socket");
  if (!is_inet && (!socket.interface.empty() || socket.v4v6 || socket.v6only))
    useless.emplace_back("interface, v4v6 and v6only only concern TCP");
  return useless;
}

} // namespace mw::config
