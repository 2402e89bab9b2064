// Asks the kernel who is at the other end of a socket.
#include "net/peer.hpp"

#include <fmt/format.h>

#include <sys/socket.h>

namespace mw::net {

std::optional<peer_identity> peer_of(int socket) {
  auto who = ucred{};
  socklen_t size = sizeof who;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0 || who.pid == 0)
    return std::nullopt;
  return peer_identity{who.uid, who.pid};
}

std::string peer_text(int socket) {
  auto peer = peer_of(socket);
  return peer ? fmt::format("uid={} pid={}", peer->uid, peer->pid) : "uid=- pid=-";
}

} // namespace mw::net
