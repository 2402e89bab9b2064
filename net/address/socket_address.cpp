// Socket addresses in parts: see socket_address.hpp.
#include "net/address/socket_address.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace mw::net {

uint16_t port_of(const socket_address& x) {
  auto family = family_of(x);
  if (family == AF_INET)
    return ntohs(address_as<sockaddr_in>(x).sin_port);
  return family == AF_INET6 ? ntohs(address_as<sockaddr_in6>(x).sin6_port) : uint16_t{0};
}

void set_port(socket_address& x, uint16_t port) {
  // The port lies at the same place in both families.
  static_assert(offsetof(sockaddr_in, sin_port) == offsetof(sockaddr_in6, sin6_port));
  auto family = family_of(x);
  if (family != AF_INET && family != AF_INET6)
    return;
  auto in_order = htons(port);
  std::memcpy(reinterpret_cast<char*>(&x.bytes) + offsetof(sockaddr_in, sin_port), &in_order,
              sizeof in_order);
}

socket_address with_port(socket_address x, uint16_t port) {
  set_port(x, port);
  return x;
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

namespace {

std::string unix_text(const socket_address& x) {
  auto address = address_as<sockaddr_un>(x);
  auto length = x.length - offsetof(sockaddr_un, sun_path);
  auto path = std::string_view{address.sun_path, length};
  if (path.starts_with('\0'))
    return fmt::format("abns@{}", path.substr(1, path.find('\0', 1) - 1));
  return fmt::format("unix@{}", path.substr(0, path.find('\0')));
}

} // namespace

bool operator==(const socket_address& a, const socket_address& b) {
  return a.length == b.length && std::memcmp(&a.bytes, &b.bytes, a.length) == 0;
}

std::string to_string(const socket_address& x) {
  auto host = std::array<char, INET6_ADDRSTRLEN>{};
  if (x.bytes.ss_family == AF_INET) {
    auto address = address_as<sockaddr_in>(x);
    ::inet_ntop(AF_INET, &address.sin_addr, host.data(), host.size());
    return fmt::format("{}:{}", host.data(), ntohs(address.sin_port));
  }
  if (x.bytes.ss_family == AF_INET6) {
    auto address = address_as<sockaddr_in6>(x);
    ::inet_ntop(AF_INET6, &address.sin6_addr, host.data(), host.size());
    return fmt::format("[{}]:{}", host.data(), ntohs(address.sin6_port));
  }
  return x.length > offsetof(sockaddr_un, sun_path) ? unix_text(x) : "";
}

} // namespace mw::net
