// The states of a worker's life, and the events that lead from one to the next: one table.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mw {

enum class worker_state : uint8_t {
  starting, ///< the process exists, or is about to, and has not answered yet
  ready,    ///< it answers
  suspect,  ///< it answered once, but has been silent for too long
  stopping, ///< told to end
  waiting,  ///< there is no process; one is started later
  over,     ///< there is no process, and none is started again
};

enum class worker_event : uint8_t {
  start,    ///< the master starts a process
  answered, ///< the process has answered for the first time
  silent,   ///< it has not answered for a while
  heard,    ///< it answers again
  stop,     ///< it is told to end
  ended,    ///< it has ended, and another one is to be started
  given_up, ///< it has ended, and no other one is to be started
};

struct worker_transition {
  worker_state from;
  worker_event event;
  worker_state to;
};

/// Lists all transitions; no other one happens, whatever a late message says about an earlier
/// state.
std::span<const worker_transition> worker_transitions();

/// The state to which the event leads; nothing if it leads nowhere from that state.
std::optional<worker_state> next_state(worker_state from, worker_event event);

/// Prints `starting`, `ready`, `suspect`, `stopping`, `back-off` or `ended`.
std::string to_string(worker_state state);

/// Tells whether clients may be sent to a worker in this state.
constexpr bool serves(worker_state state) {
  return state == worker_state::ready || state == worker_state::suspect ||
         state == worker_state::stopping;
}

} // namespace mw
