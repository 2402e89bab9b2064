// Socket addresses in parts: see socket_text.hpp.
#include "actors/relay/socket_text.hpp"

#include <array>
#include <cerrno>
#include <cstddef>

#include <arpa/inet.h>
#include <sys/socket.h>

namespace mw::relay {

uint16_t port_of(const socket_address& x) {
  auto family = family_of(x);
  if (family == AF_INET)
    return ntohs(address_as<sockaddr_in>(x).sin_port);
  return family == AF_INET6 ? ntohs(address_as<sockaddr_in6>(x).sin6_port) : uint16_t{0};
}

void set_port(socket_address& x, uint16_t port) {
  // The same place in both families.
  static_assert(offsetof(sockaddr_in, sin_port) == offsetof(sockaddr_in6, sin6_port));
  auto family = family_of(x);
  if (family != AF_INET && family != AF_INET6)
    return;
  auto in_order = htons(port);
  std::memcpy(reinterpret_cast<char*>(&x.bytes) + offsetof(sockaddr_in, sin_port), &in_order,
              sizeof in_order);
}

std::span<const uint8_t> host_bytes(const socket_address& x) {
  const auto* start = reinterpret_cast<const uint8_t*>(&x.bytes);
  auto family = family_of(x);
  if (family == AF_INET)
    return {start + offsetof(sockaddr_in, sin_addr), 4};
  if (family == AF_INET6)
    return {start + offsetof(sockaddr_in6, sin6_addr), 16};
  return {};
}

std::string host_of(const socket_address& x) {
  auto bytes = host_bytes(x);
  if (bytes.empty())
    return family_of(x) == AF_UNIX ? "unix" : "";
  auto text = std::array<char, INET6_ADDRSTRLEN>{};
  ::inet_ntop(family_of(x), bytes.data(), text.data(), text.size());
  return text.data();
}

socket_address local_address(int fd) {
  auto x = socket_address{};
  x.length = sizeof x.bytes;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&x.bytes), &x.length) != 0)
    x.length = 0;
  return x;
}

int pending_error(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

} // namespace mw::relay
