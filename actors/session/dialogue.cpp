// A session's dialogue as a table: see dialogue.hpp.
#include "actors/session/dialogue.hpp"

namespace mw {

using enum dialogue_state;

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
