// Matching `use_backend`: see traffic_rules.hpp.
#include "actors/relay/session/traffic_rules.hpp"

#include "net/address/socket_address.hpp"

#include <algorithm>
#include <array>

namespace mw::relay {

namespace {

bool same_start(std::span<const uint8_t> a, std::span<const uint8_t> b, unsigned bits) {
  auto whole = bits / 8;
  if (!std::equal(a.begin(), a.begin() + whole, b.begin()))
    return false;
  auto rest = bits % 8;
  return rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

/// Finds the IPv4 address in `::ffff:a.b.c.d`, as which an IPv6 socket names an IPv4 client:
/// networks of either family mean it.
std::span<const uint8_t> as_v4(std::span<const uint8_t> host) {
  constexpr std::array<uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (host.size() == 16 && std::equal(mapped.begin(), mapped.end(), host.begin()))
    return host.subspan(12);
  return host;
}

bool is_in(const net::network& network, const net::socket_address& x) {
  auto host = as_v4(host_bytes(x));
  size_t size = network.family == AF_INET ? 4 : 16;
  return host.size() == size && same_start(host, network.bytes, network.prefix);
}

bool is_in(std::span<const net::network> networks, const net::socket_address& x) {
  return std::any_of(networks.begin(), networks.end(),
                     [&](const net::network& one) { return is_in(one, x); });
}

bool is_in(std::span<const config::traffic_condition::port_range> ranges,
           const net::socket_address& x) {
  auto port = port_of(x);
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const auto& range) { return range.first <= port && port <= range.last; });
}

bool matches(const config::traffic_condition& x, const net::socket_address& source,
             const net::socket_address& destination) {
  switch (x.what) {
  case config::traffic_condition::kind::src:
    return is_in(x.networks, source);
  case config::traffic_condition::kind::dst:
    return is_in(x.networks, destination);
  case config::traffic_condition::kind::src_port:
    return is_in(x.ports, source);
  case config::traffic_condition::kind::dst_port:
    return is_in(x.ports, destination);
  case config::traffic_condition::kind::named:
    return std::any_of(x.lines.begin(), x.lines.end(), [&](const auto& line) {
      return matches(line, source, destination) != line.negated;
    });
  case config::traffic_condition::kind::always:
    break;
  }
  return true;
}

bool looks_at_destination(const config::traffic_condition& x) {
  return x.what == config::traffic_condition::kind::dst ||
         x.what == config::traffic_condition::kind::dst_port ||
         std::any_of(x.lines.begin(), x.lines.end(), looks_at_destination);
}

bool holds(const config::backend_rule& rule, const net::socket_address& source,
           const net::socket_address& destination) {
  auto all_match = [&](const std::vector<config::traffic_condition>& conditions) {
    return std::all_of(conditions.begin(), conditions.end(), [&](const auto& one) {
      return matches(one, source, destination) != one.negated;
    });
  };
  if (rule.alternatives.empty())
    return true;
  return std::any_of(rule.alternatives.begin(), rule.alternatives.end(), all_match) != rule.unless;
}

} // namespace

bool need_destination(std::span<const config::backend_rule> rules) {
  for (const auto& rule : rules)
    for (const auto& conditions : rule.alternatives)
      if (std::any_of(conditions.begin(), conditions.end(), looks_at_destination))
        return true;
  return false;
}

std::string_view match_rules(std::span<const config::backend_rule> rules,
                             const net::socket_address& source,
                             const net::socket_address& destination) {
  for (const auto& rule : rules)
    if (holds(rule, source, destination))
      return rule.backend;
  return {};
}

} // namespace mw::relay
