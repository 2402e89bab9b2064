// Options of a bind line: see bind_options.hpp.
#include "actors/config/bind/bind_options.hpp"

#include "actors/config/bind/user_names.hpp"
#include "actors/config/text/printable.hpp"
#include "actors/config/text/word_list.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include <net/if.h>

namespace mw::config {

namespace {

constexpr unsigned most_sessions = 1'000'000;
constexpr unsigned longest_backlog = std::numeric_limits<int>::max();
constexpr mode_t all_mode_bits = 07777;

using applied = tl::expected<void, bind_mistake>;

tl::unexpected<bind_mistake> as_haproxy(std::string_view text) {
  return tl::unexpected(bind_mistake{fmt::format("'{}'", text), true});
}

tl::unexpected<bind_mistake> in_our_words(std::string text) {
  return tl::unexpected(bind_mistake{std::move(text), false});
}

applied apply_level(listener_settings& bind, const std::string& value) {
  auto level = parse_level(value);
  if (!level)
    return as_haproxy(fmt::format(
        "'level' only supports 'user', 'operator', and 'admin' (got '{}')", printable(value)));
  bind.level = *level;
  return {};
}

applied apply_mode(listener_settings& bind, const std::string& value) {
  bind.socket.mode = net::parse_number<mode_t>(value, 0, all_mode_bits, 8);
  if (!bind.socket.mode)
    return as_haproxy(fmt::format("'mode' : missing or invalid mode '{}' (octal integer expected)",
                                  printable(value)));
  return {};
}

applied apply_uid(listener_settings& bind, const std::string& value) {
  // The last one means "no change" to chown().
  bind.socket.uid = net::parse_number<uid_t>(value, 0, std::numeric_limits<uid_t>::max() - 1);
  if (!bind.socket.uid)
    return in_our_words(fmt::format("'uid' expects a number, got '{}'", printable(value)));
  return {};
}

applied apply_gid(listener_settings& bind, const std::string& value) {
  bind.socket.gid = net::parse_number<gid_t>(value, 0, std::numeric_limits<gid_t>::max() - 1);
  if (!bind.socket.gid)
    return in_our_words(fmt::format("'gid' expects a number, got '{}'", printable(value)));
  return {};
}

applied apply_user(listener_settings& bind, const std::string& value) {
  bind.socket.uid = find_user(value);
  if (!bind.socket.uid)
    return as_haproxy(fmt::format("'user' : unknown user name '{}'", printable(value)));
  return {};
}

applied apply_group(listener_settings& bind, const std::string& value) {
  bind.socket.gid = find_group(value);
  if (!bind.socket.gid)
    return as_haproxy(fmt::format("'group' : unknown group name '{}'", printable(value)));
  return {};
}

applied apply_name(listener_settings& bind, const std::string& value) {
  bind.name = value;
  return {};
}

applied apply_backlog(listener_settings& bind, const std::string& value) {
  auto count = net::parse_number(value, 1U, longest_backlog);
  if (!count)
    return in_our_words(
        fmt::format("'backlog' expects a number above 0, got '{}'", printable(value)));
  bind.socket.backlog = static_cast<int>(*count);
  return {};
}

applied apply_maxconn(listener_settings& bind, const std::string& value) {
  auto count = net::parse_number(value, 1U, most_sessions);
  if (!count)
    return in_our_words(fmt::format("'maxconn' expects a number from 1 to {}, got '{}'",
                                    most_sessions, printable(value)));
  bind.maxconn = *count;
  return {};
}

applied apply_interface(listener_settings& bind, const std::string& value) {
  if (value.size() >= IF_NAMESIZE)
    return in_our_words(fmt::format("'interface' expects a name of at most {} letters, got '{}'",
                                    IF_NAMESIZE - 1, printable(value)));
  bind.socket.interface = value;
  return {};
}

applied apply_severity_output(listener_settings& bind, const std::string& value) {
  auto how = parse_severity_output(value);
  if (!how)
    return as_haproxy(
        fmt::format("'severity-output' only supports 'none', 'number', and 'string' (got '{}')",
                    printable(value)));
  bind.severity = *how;
  return {};
}

applied apply_target(listener_settings& bind, const std::string& value) {
  auto prefix = parse_prefix(value);
  if (!prefix || prefix->two_way)
    return in_our_words(fmt::format(
        "'target' expects a prefix such as '@1', '@*' or '@master', got '{}'", printable(value)));
  bind.first_target = prefix->where;
  return {};
}

applied apply_v4v6(listener_settings& bind, const std::string&) {
  bind.socket.v4v6 = true;
  return {};
}

applied apply_v6only(listener_settings& bind, const std::string&) {
  bind.socket.v6only = true;
  return {};
}

constexpr std::array supported{
    bind_option{"backlog", "value", apply_backlog},
    bind_option{"gid", "value", apply_gid},
    bind_option{"group", "group name", apply_group},
    bind_option{"interface", "interface name", apply_interface},
    bind_option{"level", "level", apply_level},
    bind_option{"maxconn", "value", apply_maxconn},
    bind_option{"mode", "or invalid mode '' (octal integer expected)", apply_mode},
    bind_option{"name", "name", apply_name},
    bind_option{"severity-output", "severity format", apply_severity_output},
    bind_option{"target", "prefix", apply_target},
    bind_option{"uid", "value", apply_uid},
    bind_option{"user", "user name", apply_user},
    bind_option{"v4v6", {}, apply_v4v6},
    bind_option{"v6only", {}, apply_v6only},
};

constexpr std::string_view unsupported_text =
    "accept-netscaler-cip allow-0rtt alpn ca-ignore-err ca-sign-file "
    "ca-sign-pass ca-verify-file crl-file crt-ignore-err crt-list "
    "curves defer-accept ecdhe expose-fd force-sslv3 force-tlsv10 force-tlsv11 force-tlsv12 "
    "force-tlsv13 generate-certificates id mss namespace nbconn nice no-alpn no-ca-names "
    "no-sslv3 no-tls-tickets no-tlsv10 no-tlsv11 no-tlsv12 no-tlsv13 npn "
    "prefer-client-ciphers process proto shards strict-sni tcp-ut tfo thread tls-ticket-keys "
    "transparent";

} // namespace

const keyword_table<bind_option>& bind_options() {
  static const auto table =
      keyword_table<bind_option>{{supported, front_bind_options()}, words_of(unsupported_text)};
  return table;
}

} // namespace mw::config
