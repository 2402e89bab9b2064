// Networks and ports of conditions: see traffic_pattern.hpp.
#include "actors/config/proxies/traffic_pattern.hpp"

#include "actors/common/find_named.hpp"
#include "actors/config/proxies/server_address.hpp"
#include "actors/config/text/printable.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>

#include <arpa/inet.h>

namespace mw::config {

namespace {

using port_range = traffic_condition::port_range;

constexpr int64_t highest_port = std::numeric_limits<uint16_t>::max();

/// Ports, or what is compared with them, which may be out of their range.
struct bounds {
  int64_t first;
  int64_t last;
};

struct port_operator {
  std::string_view name;
  bounds (*compared)(int64_t number);
  std::string_view shown; ///< `{}` stands for the number
  int64_t shift = 0;      ///< what is added to it before
};

constexpr std::array port_operators{
    port_operator{"eq",
                  [](int64_t n) {
                    return bounds{n, n};
                  },
                  "{}"},
    port_operator{"ge",
                  [](int64_t n) {
                    return bounds{n, highest_port};
                  },
                  "{}:"},
    port_operator{"gt",
                  [](int64_t n) {
                    return bounds{n + 1, highest_port};
                  },
                  "{}:", 1},
    port_operator{"le",
                  [](int64_t n) {
                    return bounds{0, n};
                  },
                  ":{}"},
    port_operator{"lt",
                  [](int64_t n) {
                    return bounds{0, n - 1};
                  },
                  ":{}", -1},
};

/// `24`, or `255.255.255.0`.
std::optional<unsigned> parse_prefix(const std::string& text, unsigned bits) {
  auto mask = in_addr{};
  if (bits != 32 || ::inet_pton(AF_INET, text.c_str(), &mask) != 1)
    return net::parse_number(text, 0U, bits);
  auto host_order = ntohl(mask.s_addr);
  auto ones = static_cast<unsigned>(std::countl_one(host_order));
  auto contiguous = std::popcount(host_order) == static_cast<int>(ones);
  return contiguous ? std::optional(ones) : std::nullopt;
}

net::network from_address(const net::socket_address& address) {
  auto out = net::network{.family = address.bytes.ss_family};
  const auto* bytes = reinterpret_cast<const char*>(&address.bytes);
  if (out.family == AF_INET6)
    std::memcpy(out.bytes.data(), bytes + offsetof(sockaddr_in6, sin6_addr), 16);
  else
    std::memcpy(out.bytes.data(), bytes + offsetof(sockaddr_in, sin_addr), 4);
  out.prefix = out.family == AF_INET6 ? 128 : 32;
  return out;
}

tl::expected<bounds, std::string> parse_range(const std::string& word) {
  auto bad = fmt::format("'{}' is not a number.", printable(word));
  auto colon = word.find(':');
  auto number = [](std::string_view text, int64_t otherwise) -> std::optional<int64_t> {
    if (text.empty())
      return otherwise;
    auto parsed = net::parse_number(text, uint32_t{0});
    return parsed ? std::optional<int64_t>(*parsed) : std::nullopt;
  };
  auto first = number(std::string_view{word}.substr(0, colon), 0);
  auto last = colon == std::string::npos
                  ? first
                  : number(std::string_view{word}.substr(colon + 1), highest_port);
  if (word.empty() || word == ":" || !first || !last || *first > *last)
    return tl::unexpected(bad);
  return bounds{*first, *last};
}

void add_ports(std::vector<port_range>& all, bounds what) {
  auto first = std::max<int64_t>(what.first, 0);
  auto last = std::min(what.last, highest_port);
  if (first <= last)
    all.push_back({static_cast<uint16_t>(first), static_cast<uint16_t>(last)});
}

} // namespace

tl::expected<net::network, std::string> parse_network(const std::string& text) {
  auto bad = fmt::format("'{}' is not a valid IPv4 or IPv6 address.", printable(text));
  auto slash = text.find('/');
  auto address = find_host(text.substr(0, slash));
  if (text.empty() || !address)
    return tl::unexpected(bad);
  auto out = from_address(*address);
  if (slash == std::string::npos)
    return out;
  auto prefix = parse_prefix(text.substr(slash + 1), out.prefix);
  if (!prefix)
    return tl::unexpected(bad);
  out.prefix = *prefix;
  return out;
}

tl::expected<std::vector<port_range>, std::string> parse_ports(std::span<const std::string> words) {
  auto all = std::vector<port_range>{};
  const auto* chosen = port_operators.begin();
  for (const auto& word : words) {
    if (const auto* found = find_named(port_operators, word)) {
      chosen = found;
      continue;
    }
    auto range = parse_range(word);
    if (!range)
      return tl::unexpected(std::move(range.error()));
    auto is_equality = chosen == port_operators.begin();
    if (!is_equality && range->first != range->last)
      return tl::unexpected(fmt::format("'{}' cannot be used with a range, got '{}'.", chosen->name,
                                        printable(word)));
    add_ports(all, is_equality ? *range : chosen->compared(range->first));
  }
  return all;
}

std::vector<std::string> port_texts(std::span<const std::string> words) {
  auto all = std::vector<std::string>{};
  const auto* chosen = port_operators.begin();
  for (const auto& word : words) {
    if (const auto* found = find_named(port_operators, word))
      chosen = found;
    else if (auto number = net::parse_number(word))
      all.push_back(fmt::format(fmt::runtime(chosen->shown), int64_t{*number} + chosen->shift));
    else
      all.push_back(word);
  }
  return all;
}

} // namespace mw::config
