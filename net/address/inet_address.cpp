// Hosts and ports: what HAProxy takes, with its texts for what it does not.
#include "net/address/inet_address.hpp"

#include "net/base/failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

#include <arpa/inet.h>
#include <sys/socket.h>

namespace mw::net {

namespace {

constexpr std::string_view digits = "0123456789";

tl::expected<uint16_t, std::string> parse_port(std::string_view port, std::string_view text) {
  if (auto bad = port.find_first_not_of(digits); bad != std::string_view::npos)
    return failure("invalid character '{}' in port number '{}' in '{}'", port[bad], port, text);
  uint16_t number = 0;
  auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (port.empty() || error != std::errc{})
    return failure("invalid port '{}'", port);
  return number;
}

/// Fills `port` and `last_port`; nothing on success.
std::optional<std::string> read_ports(std::string_view ports, std::string_view text,
                                      address& where) {
  if (ports.front() == '-' || ports.front() == '+')
    return fmt::format("port offset not permitted here in '{}'", text);
  auto dash = ports.find('-');
  auto low = parse_port(ports.substr(0, dash), text);
  auto high = dash == std::string_view::npos ? low : parse_port(ports.substr(dash + 1), text);
  if (!low || !high)
    return low ? high.error() : low.error();
  if (dash != std::string_view::npos && *low == 0)
    return "invalid port '0'";
  if (*low > *high)
    return fmt::format("invalid port range '{}'", ports);
  where.port = *low;
  where.last_port = *high;
  return {};
}

bool is_ipv4(const std::string& host) {
  in_addr ignored{};
  return ::inet_pton(AF_INET, host.c_str(), &ignored) == 1;
}

bool is_ipv6(const std::string& host) {
  in6_addr ignored{};
  auto without_zone = host.substr(0, host.find('%'));
  return ::inet_pton(AF_INET6, without_zone.c_str(), &ignored) == 1;
}

bool is_name(std::string_view host) {
  return std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_';
  });
}

/// The host without its brackets, if it can be one of that family.
std::optional<std::string> read_host(std::string_view written, int family) {
  bool bracketed = written.starts_with('[') && written.ends_with(']');
  std::string host(bracketed ? written.substr(1, written.size() - 2) : written);
  if (host == "*" && !bracketed)
    host.clear();
  if (bracketed || host.find(':') != std::string::npos)
    return family != AF_INET && is_ipv6(host) ? std::optional(host) : std::nullopt;
  if (!is_name(host) || (family == AF_INET6 && is_ipv4(host)))
    return {};
  return host;
}

} // namespace

tl::expected<address, std::string> parse_inet(std::string_view rest, std::string_view text,
                                              int family) {
  auto colon = rest.rfind(':');
  if (colon == std::string_view::npos || colon + 1 == rest.size() ||
      rest.find(']', colon) != std::string_view::npos)
    return failure("missing port specification in '{}'", text);
  address where;
  where.form = address::kind::inet;
  where.family = family;
  if (auto error = read_ports(rest.substr(colon + 1), text, where))
    return tl::unexpected(*error);
  auto host = read_host(rest.substr(0, colon), family);
  if (!host)
    return failure("invalid address: '{}' in '{}'", rest.substr(0, colon), text);
  where.host = *host;
  return where;
}

std::string inet_to_string(const address& where) {
  auto ports = where.last_port == where.port ? fmt::format("{}", where.port)
                                             : fmt::format("{}-{}", where.port, where.last_port);
  if (where.host.find(':') != std::string::npos)
    return fmt::format("ipv6@[{}]:{}", where.host, ports);
  if (where.family == AF_INET6)
    return fmt::format("ipv6@{}:{}", where.host.empty() ? "[::]" : where.host, ports);
  if (where.host.empty())
    return fmt::format("ipv4@0.0.0.0:{}", ports);
  bool either = where.family == AF_UNSPEC && !is_ipv4(where.host);
  return fmt::format("{}{}:{}", either ? "" : "ipv4@", where.host, ports);
}

} // namespace mw::net
