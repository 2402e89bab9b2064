// Gives sessions to servers, and lets them wait where there is no room.
#pragma once

#include "actors/relay/proxies.hpp"
#include "actors/relay/session/waiting.hpp"

#include <variant>

namespace mw::relay {

/// Says that there is no server, now and later.
struct refusal {
  server* full = nullptr; ///< whose queue has no place; nullptr: no server is usable
};

/// Answer to asking for a server: a slot of it, a place in a queue, or a refusal.
using assignment = std::variant<server*, queue_place, refusal>;

/// Keeps `served` and the queues of servers and backends. Each session has at most one slot, or one
/// place in a queue.
class dispatcher {
public:
  explicit dispatcher(const batch_time& time) : time_(time) {}

  /// Finds a slot or a place. `avoid`: the server that has just failed.
  [[nodiscard]] assignment assign(waiter& x, const net::socket_address& source, backend& to,
                                  const server* avoid);
  /// Takes a slot back: others may have it.
  void release(server& x);
  /// Gives out what slots there are, after a change of limits, weights or states.
  void serve(server& x);
  void serve_all(backend& x);
  /// Sends everybody who waits for this very server to ask again. Returns how many that are.
  static unsigned requeue(server& x);

private:
  assignment wait_for(waiter& x, backend& to, server* target);

  const batch_time& time_;
};

} // namespace mw::relay
