// Where a worker is in its life, and what leads from one place to the next: one table.
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

/// All there are. What is not in it does not happen: a late message about an earlier state.
std::span<const worker_transition> worker_transitions();

/// Where the event leads to; nothing: it means nothing in that state.
std::optional<worker_state> next_state(worker_state from, worker_event event);

/// `starting`, `ready`, `suspect`, `stopping`, `back-off`, `ended`.
std::string to_string(worker_state state);

/// Whether clients may be sent to a worker in this state.
constexpr bool serves(worker_state state) {
  return state == worker_state::ready || state == worker_state::suspect ||
         state == worker_state::stopping;
}

} // namespace mw
