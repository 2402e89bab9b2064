// A worker's life as a table: see worker_state.hpp.
#include "messages/worker_state.hpp"

#include <algorithm>
#include <array>

namespace mw {

namespace {

using enum worker_state;
using event = worker_event;

constexpr auto transitions = std::array{
    worker_transition{waiting, event::start, starting},
    worker_transition{waiting, event::stop, over},
    worker_transition{starting, event::answered, ready},
    worker_transition{starting, event::stop, stopping},
    worker_transition{starting, event::ended, waiting},
    worker_transition{starting, event::given_up, over},
    worker_transition{ready, event::silent, suspect},
    worker_transition{ready, event::stop, stopping},
    worker_transition{ready, event::ended, waiting},
    worker_transition{ready, event::given_up, over},
    worker_transition{suspect, event::heard, ready},
    worker_transition{suspect, event::stop, stopping},
    worker_transition{suspect, event::ended, waiting},
    worker_transition{suspect, event::given_up, over},
    worker_transition{stopping, event::ended, over},
    worker_transition{stopping, event::given_up, over},
};

} // namespace

std::span<const worker_transition> worker_transitions() {
  return transitions;
}

std::optional<worker_state> next_state(worker_state from, worker_event what) {
  const auto* found = std::find_if(transitions.begin(), transitions.end(), [&](const auto& one) {
    return one.from == from && one.event == what;
  });
  if (found == transitions.end())
    return std::nullopt;
  return found->to;
}

std::string to_string(worker_state state) {
  constexpr const char* names[] = {"starting", "ready", "suspect", "stopping", "back-off", "ended"};
  return names[static_cast<size_t>(state)];
}

} // namespace mw
