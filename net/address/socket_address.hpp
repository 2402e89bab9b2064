// Socket addresses: as the kernel takes them, in parts and as text; networks of them.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

#include <netinet/in.h>
#include <sys/socket.h>

namespace mw::net {

/// A server's or a network's address as the kernel takes it. `length` 0: none.
struct socket_address {
  sockaddr_storage bytes = {};
  socklen_t length = 0;
};

bool operator==(const socket_address& a, const socket_address& b);
/// `10.0.0.1:80`, `[::1]:80`, `unix@/path`, `abns@name`.
std::string to_string(const socket_address& x);

/// `src`/`dst` of an ACL: an address and how many of its leading bits count.
struct network {
  int family = AF_INET;
  std::array<uint8_t, 16> bytes = {}; ///< an IPv4 address has the first four
  unsigned prefix = 32;

  friend bool operator==(const network&, const network&) = default;
};

/// sockaddr_storage holds any of them: a copy is the way to read it as one that aliasing allows.
template <class T>
T address_as(const socket_address& x) {
  auto typed = T{};
  std::memcpy(&typed, &x.bytes, sizeof typed);
  return typed;
}

template <class T>
socket_address address_from(const T& typed) {
  auto x = socket_address{};
  std::memcpy(&x.bytes, &typed, sizeof typed);
  x.length = sizeof typed;
  return x;
}

/// Family of no address: AF_UNSPEC.
inline int family_of(const socket_address& x) {
  return x.length == 0 ? AF_UNSPEC : x.bytes.ss_family;
}

/// 0: it has none.
uint16_t port_of(const socket_address& x);
void set_port(socket_address& x, uint16_t port);
/// The same address with another port; one that has none stays as it is.
socket_address with_port(socket_address x, uint16_t port);
/// Without the port: `127.0.0.1`, `::1`, `unix`; empty for none.
std::string host_of(const socket_address& x);
/// 4 or 16 bytes in network order, or none. They are those of `x`.
std::span<const uint8_t> host_bytes(const socket_address& x);

/// Of the socket's own side; length 0: the kernel does not say.
socket_address local_address(int fd);
/// What a connection has failed with; 0: it has not.
int pending_error(int fd);

} // namespace mw::net
