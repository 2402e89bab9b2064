// Options of servers: see server_option.hpp.
#include "actors/config/proxies/server_option.hpp"

#include "actors/config/proxies/server_address.hpp"
#include "actors/config/text/address_text.hpp"
#include "actors/config/text/duration.hpp"
#include "actors/config/text/keyword_table.hpp"
#include "actors/config/text/printable.hpp"
#include "actors/config/text/suggestion.hpp"
#include "actors/config/text/word_list.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace mw::config {

namespace {

using std::chrono::milliseconds;
using option_result = tl::expected<void, std::string>;

constexpr unsigned heaviest = 256;

template <class... Parts>
tl::unexpected<std::string> bad_option(fmt::format_string<Parts...> format, Parts&&... parts) {
  return tl::unexpected(fmt::format(format, std::forward<Parts>(parts)...));
}

/// Arguments of an option's function.
struct option_use {
  std::string_view name;
  const std::string& value;
  const environment& variables; ///< replaced in addresses
  proxy_server& server;
};

template <bool proxy_server::*Field, bool Value>
option_result apply_switch(const option_use& use) {
  use.server.*Field = Value;
  return {};
}

template <net::proxy_header Value>
option_result apply_header(const option_use& use) {
  use.server.header = Value;
  return {};
}

template <unsigned proxy_server::*Field>
option_result apply_number(const option_use& use) {
  auto number = net::parse_number(use.value);
  if (!number)
    return bad_option("'{}' expects an integer argument, got '{}'.", use.name,
                      printable(use.value));
  use.server.*Field = *number;
  return {};
}

template <unsigned proxy_server::*Field>
option_result apply_positive(const option_use& use) {
  auto number = net::parse_number(use.value, 1U);
  if (!number)
    return bad_option("'{}' has to be > 0.", use.name);
  use.server.*Field = *number;
  return {};
}

option_result apply_weight(const option_use& use) {
  auto weight = net::parse_number(use.value, 0U, heaviest);
  if (!weight)
    return bad_option("weight of server {} is not within 0 and {} ({}).", use.server.name, heaviest,
                      printable(use.value));
  use.server.weight = *weight;
  return {};
}

option_result read_time(const option_use& use, milliseconds& out) {
  auto time = parse_duration(use.value);
  if (!time && time.error().overflow)
    return bad_option("timer overflow in argument <{}> to <{}> of server {}, maximum value is {} "
                      "ms (~24.8 days).",
                      printable(use.value), use.name, use.server.name, longest_duration.count());
  if (!time)
    return bad_option("unexpected character '{}' in '{}' argument of server {}.",
                      time.error().unexpected, use.name, use.server.name);
  out = *time;
  return {};
}

template <milliseconds proxy_server::*Field>
option_result apply_interval(const option_use& use) {
  auto read = read_time(use, use.server.*Field);
  if (read && (use.server.*Field).count() == 0)
    return bad_option("invalid value 0 for argument '{}' of server {}.", use.name, use.server.name);
  return read;
}

/// HAProxy takes a number without a unit for seconds here, and rounds up.
option_result apply_slowstart(const option_use& use) {
  auto has_unit = use.value.find_first_not_of("0123456789") != std::string::npos;
  auto with_unit = has_unit ? use.value : use.value + "s";
  return read_time({use.name, with_unit, use.variables, use.server}, use.server.slowstart);
}

option_result apply_check_address(const option_use& use) {
  auto address = read_address(use.value, use.variables,
                              [](std::string_view host) { return find_host(std::string(host)); });
  if (!address)
    return bad_option("'addr' : {}.", address.error());
  use.server.check_address = *address;
  return {};
}

option_result apply_check_port(const option_use& use) {
  auto port = net::parse_number<uint16_t>(use.value, 1);
  if (!port)
    return bad_option("'port' expects a port number as argument.");
  use.server.check_port = *port;
  return {};
}

template <bool proxy_server::*Field>
option_result apply_shutdown(const option_use& use) {
  auto expected = use.name == "on-marked-up" ? "shutdown-backup-sessions" : "shutdown-sessions";
  if (use.value != expected)
    return bad_option("'{}' expects '{}' but got '{}'.", use.name, expected, printable(use.value));
  use.server.*Field = true;
  return {};
}

option_result apply_id(const option_use& use) {
  auto number = net::parse_number(use.value, 1U, unsigned{std::numeric_limits<int>::max()});
  if (!number)
    return bad_option("'id' : custom id has to be > 0.");
  use.server.id = *number;
  return {};
}

struct server_option {
  std::string_view name;
  std::string_view missing; ///< what is said if there is no value; empty: it has none
  option_result (*apply)(const option_use&);
};

using srv = proxy_server;

constexpr std::string_view integer = "'{}' expects an integer argument.";
constexpr std::string_view delay = "'{}' expects a delay as argument.";
constexpr std::string_view down = "'{}' expects 'shutdown-sessions' but got ''.";
constexpr std::string_view up = "'{}' expects 'shutdown-backup-sessions' but got ''.";

constexpr std::array supported{
    server_option{"addr", "'{}' expects <ipv4|ipv6> as argument.", apply_check_address},
    server_option{"backup", {}, apply_switch<&srv::backup, true>},
    server_option{"check", {}, apply_switch<&srv::check, true>},
    server_option{"check-send-proxy", {}, apply_switch<&srv::check_send_proxy, true>},
    server_option{"disabled", {}, apply_switch<&srv::disabled, true>},
    server_option{"downinter", delay, apply_interval<&srv::downinter>},
    server_option{"enabled", {}, apply_switch<&srv::disabled, false>},
    server_option{"fall", integer, apply_positive<&srv::fall>},
    server_option{"fastinter", delay, apply_interval<&srv::fastinter>},
    server_option{"id", integer, apply_id},
    server_option{"inter", delay, apply_interval<&srv::inter>},
    server_option{"maxconn", integer, apply_number<&srv::maxconn>},
    server_option{"maxqueue", integer, apply_number<&srv::maxqueue>},
    server_option{"minconn", integer, apply_number<&srv::minconn>},
    server_option{"no-backup", {}, apply_switch<&srv::backup, false>},
    server_option{"no-check", {}, apply_switch<&srv::check, false>},
    server_option{"no-check-send-proxy", {}, apply_switch<&srv::check_send_proxy, false>},
    server_option{"no-send-proxy", {}, apply_header<net::proxy_header::none>},
    server_option{"no-send-proxy-v2", {}, apply_header<net::proxy_header::none>},
    server_option{"on-marked-down", down, apply_shutdown<&srv::shutdown_sessions_when_down>},
    server_option{"on-marked-up", up, apply_shutdown<&srv::shutdown_backup_sessions_when_up>},
    server_option{"port", "'{}' expects a port number as argument.", apply_check_port},
    server_option{"rise", integer, apply_positive<&srv::rise>},
    server_option{"send-proxy", {}, apply_header<net::proxy_header::v1>},
    server_option{"send-proxy-v2", {}, apply_header<net::proxy_header::v2>},
    server_option{"slowstart", delay, apply_slowstart},
    server_option{"weight", integer, apply_weight},
};

constexpr std::string_view unsupported_text =
    "agent-addr agent-check agent-inter agent-port agent-send allow-0rtt alpn ca-file "
    "check-alpn check-proto check-sni check-ssl check-via-socks4 ciphers ciphersuites cookie "
    "crl-file crt error-limit force-sslv3 force-tlsv10 force-tlsv11 force-tlsv12 "
    "force-tlsv13 init-addr log-proto max-reuse namespace no-agent-check no-check-ssl "
    "no-send-proxy-v2-ssl no-send-proxy-v2-ssl-cn no-ssl no-ssl-reuse no-sslv3 no-tfo "
    "no-tls-tickets no-tlsv10 no-tlsv11 no-tlsv12 no-tlsv13 no-verifyhost non-stick npn "
    "observe on-error pool-conn-name pool-low-conn pool-max-conn pool-purge-delay proto "
    "proxy-v2-options redir resolve-net resolve-opts resolve-prefer resolvers "
    "send-proxy-v2-ssl send-proxy-v2-ssl-cn shard sni socks4 source ssl ssl-max-ver "
    "ssl-min-ver ssl-reuse stick tcp-ut tfo tls-tickets track usesrc verify verifyhost ws";

const keyword_table<server_option>& server_options() {
  static const auto table = keyword_table<server_option>{{supported}, words_of(unsupported_text)};
  return table;
}

tl::unexpected<std::string> unknown(const std::string& word) {
  if (server_options().knows(word))
    return bad_option("'{}' is not supported", word);
  return bad_option("unknown keyword '{}'{}", printable(word),
                    did_you_mean(word, server_options().names()));
}

} // namespace

tl::expected<void, std::string> take_server_option(std::span<const std::string>& words,
                                                   const environment& variables,
                                                   proxy_server& server) {
  const auto& name = words[0];
  const auto* option = server_options().find(name);
  if (option == nullptr)
    return unknown(name);
  auto takes_value = !option->missing.empty();
  if (takes_value && (words.size() == 1 || words[1].empty()))
    return tl::unexpected(fmt::format(fmt::runtime(option->missing), name));
  auto applied = option->apply({name, takes_value ? words[1] : name, variables, server});
  words = words.subspan(takes_value ? 2 : 1);
  return applied;
}

} // namespace mw::config
