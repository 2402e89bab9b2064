// The states of a worker's life, and the events that lead from one to the next: one table.
#pragma once

#include "messages/processes/transition_table.hpp"

#include <cstdint>
#include <string>

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

inline constexpr auto worker_life = [] {
  using enum worker_state;
  using on = worker_event;
  return transition_table{std::to_array<transition<worker_state, worker_event>>({
      {waiting, on::start, starting},
      {waiting, on::stop, over},
      {starting, on::answered, ready},
      {starting, on::stop, stopping},
      {starting, on::ended, waiting},
      {starting, on::given_up, over},
      {ready, on::silent, suspect},
      {ready, on::stop, stopping},
      {ready, on::ended, waiting},
      {ready, on::given_up, over},
      {suspect, on::heard, ready},
      {suspect, on::stop, stopping},
      {suspect, on::ended, waiting},
      {suspect, on::given_up, over},
      {stopping, on::ended, over},
      {stopping, on::given_up, over},
  })};
}();

/// Prints `starting`, `ready`, `suspect`, `stopping`, `back-off` or `ended`.
std::string to_string(worker_state state);

/// Tells whether clients may be sent to a worker in this state.
constexpr bool serves(worker_state state) {
  return state == worker_state::ready || state == worker_state::suspect ||
         state == worker_state::stopping;
}

} // namespace mw
