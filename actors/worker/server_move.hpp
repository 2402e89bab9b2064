// Another address for a server: `set server <b>/<s> addr <address> [port <port>]`.
#pragma once

#include "actors/config/proxy.hpp"

#include <span>
#include <string>

namespace mw::worker {

struct server_move {
  socket_address to;    ///< where the server is from now on
  bool changed = false; ///< it was not there before
  std::string text;     ///< HAProxy's answer, a line
};

/// `values`: what stands behind `addr`, at least one word. Only numbers are addresses: nothing is
/// looked up.
server_move plan_move(const socket_address& from, std::span<const std::string> values);

} // namespace mw::worker
