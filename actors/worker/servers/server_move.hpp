// Another address for a server, or for its checks: `set server <b>/<s> addr|check-addr|check-port`.
#pragma once

#include "actors/relay/control.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <span>
#include <string>

namespace mw::worker {

struct server_move {
  relay::server_place to; ///< where sessions go from now on
  bool changed = false;   ///< they did not before
  std::string text;       ///< HAProxy's answer, a line
};

/// `values`: what stands behind `addr`, at least one word: an address, and `port` with a number, or
/// `+<n>` or `-<n>` for the client's own port plus that; the latter only if the checks have a port
/// of their own (`check_port` is not 0). Only numbers are addresses: nothing is looked up.
server_move plan_move(const relay::server_place& from, uint16_t check_port,
                      std::span<const std::string> values);

/// Where checks go; `address` of length 0 and `port` 0: where the sessions do.
struct check_target {
  net::socket_address address;
  uint16_t port = 0;
};

/// `address` and `port` as typed. `needs_port`: sessions go to ports of the clients' choice, of
/// which a check has none. The error is HAProxy's, without a line feed.
tl::expected<check_target, std::string> plan_check_move(check_target from,
                                                        const std::optional<std::string>& address,
                                                        const std::optional<std::string>& port,
                                                        bool needs_port);

} // namespace mw::worker
