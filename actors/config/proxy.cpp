// Addresses of proxies as text: see proxy.hpp.
#include "actors/config/proxy.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstring>

#include <arpa/inet.h>
#include <sys/un.h>

namespace mw {

namespace {

/// sockaddr_storage holds any of them: a copy is the way to read it as one that aliasing allows.
template <class T>
T as(const socket_address& x) {
  auto typed = T{};
  std::memcpy(&typed, &x.bytes, sizeof typed);
  return typed;
}

std::string unix_text(const socket_address& x) {
  auto address = as<sockaddr_un>(x);
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
    auto address = as<sockaddr_in>(x);
    ::inet_ntop(AF_INET, &address.sin_addr, host.data(), host.size());
    return fmt::format("{}:{}", host.data(), ntohs(address.sin_port));
  }
  if (x.bytes.ss_family == AF_INET6) {
    auto address = as<sockaddr_in6>(x);
    ::inet_ntop(AF_INET6, &address.sin6_addr, host.data(), host.size());
    return fmt::format("[{}]:{}", host.data(), ntohs(address.sin6_port));
  }
  return x.length > offsetof(sockaddr_un, sun_path) ? unix_text(x) : "";
}

} // namespace mw
