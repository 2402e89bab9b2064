// Gives sessions to servers, and lets them wait where there is no room.
#pragma once

#include "actors/relay/proxies.hpp"

namespace mw::relay {

class core;

/// What came of asking for a server.
enum class assignment : uint8_t {
  given,     ///< the session has a slot
  queued,    ///< session::resume() follows, with a slot or to ask again
  no_server, ///< none is usable
  queue_full
};

/// Keeps `served` and the queues of servers and backends. Each session has at most one slot, or one
/// place in a queue.
class dispatcher {
public:
  explicit dispatcher(core& engine) : core_(engine) {}

  /// `avoid`: the server that has just failed.
  assignment assign(session& x, backend& to, const server* avoid);
  /// The session gives its slot back: others may have it.
  void release(server& x);
  /// The session waits no more.
  void leave_queue(session& x);
  /// There may be room: after a change of limits, weights or states.
  void serve(server& x);
  void serve_all(backend& x);
  /// Who waits for this very server asks again. How many that are.
  unsigned requeue(server& x);

private:
  assignment wait_for(session& x, backend& to, server* target);
  session* take_oldest(server& x);
  void take_slot(server& x);

  core& core_;
};

} // namespace mw::relay
