// A reload as a table: see reload_state.hpp.
#include "messages/reload_state.hpp"

#include <algorithm>
#include <array>

namespace mw {

namespace {

using enum reload_state;
using event = reload_event;

constexpr auto transitions = std::array{
    reload_transition{idle, event::begin, loading},
    reload_transition{loading, event::loaded, starting},
    reload_transition{loading, event::refused, idle},
    reload_transition{loading, event::stop, idle},
    reload_transition{starting, event::ready, switching},
    reload_transition{starting, event::failed, idle},
    reload_transition{starting, event::stop, idle},
    reload_transition{switching, event::switched, idle},
    reload_transition{switching, event::stop, idle},
};

} // namespace

std::span<const reload_transition> reload_transitions() {
  return transitions;
}

std::optional<reload_state> next_state(reload_state from, reload_event what) {
  const auto* found = std::find_if(transitions.begin(), transitions.end(), [&](const auto& one) {
    return one.from == from && one.event == what;
  });
  if (found == transitions.end())
    return std::nullopt;
  return found->to;
}

std::string to_string(reload_state state) {
  constexpr const char* names[] = {"idle", "loading", "starting", "switching"};
  return names[static_cast<size_t>(state)];
}

} // namespace mw
