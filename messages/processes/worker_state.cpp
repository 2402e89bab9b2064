// A worker's life as a table: see worker_state.hpp.
#include "messages/processes/worker_state.hpp"

#include <algorithm>
#include <array>

namespace mw {

namespace {

using enum worker_state;
using on = worker_event;

constexpr auto transitions = std::array{
    worker_transition{waiting, on::start, starting},
    worker_transition{waiting, on::stop, over},
    worker_transition{starting, on::answered, ready},
    worker_transition{starting, on::stop, stopping},
    worker_transition{starting, on::ended, waiting},
    worker_transition{starting, on::given_up, over},
    worker_transition{ready, on::silent, suspect},
    worker_transition{ready, on::stop, stopping},
    worker_transition{ready, on::ended, waiting},
    worker_transition{ready, on::given_up, over},
    worker_transition{suspect, on::heard, ready},
    worker_transition{suspect, on::stop, stopping},
    worker_transition{suspect, on::ended, waiting},
    worker_transition{suspect, on::given_up, over},
    worker_transition{stopping, on::ended, over},
    worker_transition{stopping, on::given_up, over},
};

} // namespace

std::span<const worker_transition> worker_transitions() {
  return transitions;
}

std::optional<worker_state> next_state(worker_state from, worker_event event) {
  const auto* found = std::find_if(transitions.begin(), transitions.end(), [&](const auto& one) {
    return one.from == from && one.event == event;
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
