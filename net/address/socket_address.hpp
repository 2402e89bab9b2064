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
/// Prints `10.0.0.1:80`, `[::1]:80`, `unix@/path` or `abns@name`.
std::string to_string(const socket_address& x);

/// A network, as `src` and `dst` of an ACL name it: an address and how many of its leading bits
/// count.
struct network {
  int family = AF_INET;
  std::array<uint8_t, 16> bytes = {}; ///< an IPv4 address has the first four
  unsigned prefix = 32;

  friend bool operator==(const network&, const network&) = default;
};

/// Reads the storage as the address of one family. It is copied, because rules of aliasing allow no
/// other way.
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

/// The address family; AF_UNSPEC if there is no address.
inline int family_of(const socket_address& x) {
  return x.length == 0 ? AF_UNSPEC : x.bytes.ss_family;
}

/// The port; 0 if the address has none.
uint16_t port_of(const socket_address& x);
void set_port(socket_address& x, uint16_t port);
/// Replaces the port; an address without ports stays as it is.
socket_address with_port(socket_address x, uint16_t port);
/// Prints the address without its port: `127.0.0.1`, `::1`, `unix`; empty if there is none.
std::string host_of(const socket_address& x);
/// The host's 4 or 16 bytes in network order, or none. They lie in `x`.
std::span<const uint8_t> host_bytes(const socket_address& x);

/// The address of the socket's own side; its length is 0 if the kernel does not say.
socket_address local_address(int fd);
/// The errno that a connection has failed with; 0 if it has not.
int pending_error(int fd);

} // namespace mw::net
