// A session's dialogue as a table: see dialogue.hpp.
#include "actors/session/dialogue.hpp"

#include <algorithm>
#include <array>

namespace mw {

namespace {

using enum dialogue_state;
using on = dialogue_event;

constexpr auto transitions = std::array{
    dialogue_transition{ready, on::select, selecting},
    dialogue_transition{ready, on::prompt, prompting},
    dialogue_transition{ready, on::start, starting},
    dialogue_transition{selecting, on::router_knows, ready},
    dialogue_transition{prompting, on::router_knows, ready},
    dialogue_transition{starting, on::run, running},
    dialogue_transition{starting, on::talk, talking},
    dialogue_transition{starting, on::listen, live},
    dialogue_transition{starting, on::over, ready},
    dialogue_transition{running, on::run, running}, // a leased runner has handed it on
    dialogue_transition{running, on::over, ready},
    dialogue_transition{talking, on::over, ready},
    dialogue_transition{live, on::type, live_typed},
    dialogue_transition{live, on::end_line, live_ended},
    dialogue_transition{live, on::over, ready},
    dialogue_transition{live_typed, on::type, live_typed},
    dialogue_transition{live_typed, on::end_line, live_ended},
    dialogue_transition{live_typed, on::over, ready},
    dialogue_transition{live_ended, on::over, ready},
};

} // namespace

std::span<const dialogue_transition> dialogue_transitions() {
  return transitions;
}

std::optional<dialogue_state> next_state(dialogue_state from, dialogue_event event) {
  if (event == on::close)
    return closing;
  const auto* found = std::find_if(transitions.begin(), transitions.end(), [&](const auto& one) {
    return one.from == from && one.event == event;
  });
  if (found == transitions.end())
    return std::nullopt;
  return found->to;
}

bool has_command(dialogue_state state) {
  return state >= starting && state <= live_ended;
}

bool reads(dialogue_state state) {
  return state == ready || state == talking || state == live || state == live_typed;
}

std::string to_string(dialogue_state state) {
  constexpr const char* names[] = {"ready",   "selecting", "prompting",  "starting",   "running",
                                   "talking", "live",      "live_typed", "live_ended", "closing"};
  return names[static_cast<size_t>(state)];
}

} // namespace mw
