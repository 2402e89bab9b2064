// A client's address as a number that chooses a server.
#pragma once

#include "net/address/socket_address.hpp"

#include <optional>

namespace mw::relay {

/// Combines the words of an address; nothing for clients without one.
inline std::optional<uint32_t> hash_of(const net::socket_address& x) {
  auto bytes = host_bytes(x);
  if (bytes.empty())
    return std::nullopt;
  uint32_t hash = 0;
  for (size_t at = 0; at < bytes.size(); at += 4)
    hash ^= static_cast<uint32_t>(bytes[at]) << 24U | static_cast<uint32_t>(bytes[at + 1]) << 16U |
            static_cast<uint32_t>(bytes[at + 2]) << 8U | bytes[at + 3];
  return hash;
}

/// Neighbours go far apart: Bob Jenkins's integer hash (public domain), spread over the ring by the
/// factor that HAProxy takes, so that both choose the same servers.
constexpr uint32_t spread(uint32_t a) {
  a = (a + 0x7ed55d16U) + (a << 12U);
  a = (a ^ 0xc761c23cU) ^ (a >> 19U);
  a = (a + 0x165667b1U) + (a << 5U);
  a = (a + 0xd3a2646cU) ^ (a << 9U);
  a = (a + 0xfd7046c5U) + (a << 3U);
  a = (a ^ 0xb55a4f09U) ^ (a >> 16U);
  return a * 3221225473U;
}

} // namespace mw::relay
