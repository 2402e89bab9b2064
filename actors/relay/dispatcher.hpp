// Gives sessions to servers, and lets them wait where there is no room.
#pragma once

#include "actors/relay/proxies.hpp"
#include "actors/relay/session/waiting.hpp"

#include <variant>

namespace mw::relay {

/// Why there is no server, now and later.
enum class refusal : uint8_t {
  no_server, ///< none is usable
  queue_full
};

/// What came of asking for a server: a slot of it, a place in a queue, or nothing.
using assignment = std::variant<server*, queue_place, refusal>;

/// Keeps `served` and the queues of servers and backends. Each session has at most one slot, or one
/// place in a queue.
class dispatcher {
public:
  explicit dispatcher(const batch_time& time) : time_(time) {}

  /// `avoid`: the server that has just failed.
  [[nodiscard]] assignment assign(waiter& x, const net::socket_address& source, backend& to,
                                  const server* avoid);
  /// Takes a slot back: others may have it.
  void release(server& x);
  /// Gives out what slots there are, after a change of limits, weights or states.
  void serve(server& x);
  void serve_all(backend& x);
  /// Sends everybody who waits for this very server to ask again. How many that are.
  static unsigned requeue(server& x);

private:
  assignment wait_for(waiter& x, backend& to, server* target);

  const batch_time& time_;
};

} // namespace mw::relay
