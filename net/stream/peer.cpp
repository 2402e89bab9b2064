// Asks the kernel who is at the other end of a socket.
#include "net/stream/peer.hpp"

#include <fmt/format.h>

#include <array>

#include <netdb.h>
#include <sys/socket.h>

namespace mw::net {

namespace {

/// The address of a TCP client; empty if the socket is no TCP socket, or not connected any more.
std::string tcp_source(int socket) {
  auto name = sockaddr_storage{};
  auto* generic = reinterpret_cast<sockaddr*>(&name);
  socklen_t size = sizeof name;
  auto host = std::array<char, NI_MAXHOST>{};
  auto port = std::array<char, NI_MAXSERV>{};
  if (::getpeername(socket, generic, &size) != 0 || name.ss_family == AF_UNIX ||
      ::getnameinfo(generic, size, host.data(), host.size(), port.data(), port.size(),
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
    return {};
  return fmt::format("{}:{}", host.data(), port.data());
}

} // namespace

std::optional<peer_identity> peer_of(int socket) {
  auto who = ucred{};
  socklen_t size = sizeof who;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0 || who.pid == 0)
    return std::nullopt;
  return peer_identity{who.uid, who.pid};
}

std::string peer_text(int socket, const std::string& source) {
  auto peer = peer_of(socket);
  auto text = peer ? fmt::format("uid={} pid={}", peer->uid, peer->pid) : "uid=- pid=-";
  auto from = source.empty() ? tcp_source(socket) : source;
  return from.empty() ? text : fmt::format("{} from={}", text, from);
}

} // namespace mw::net
