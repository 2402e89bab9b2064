// A reload as a table: see reload_state.hpp.
#include "messages/processes/reload_state.hpp"

#include <algorithm>
#include <array>

namespace mw {

namespace {

using enum reload_state;
using on = reload_event;

constexpr auto transitions = std::array{
    reload_transition{idle, on::begin, loading},
    reload_transition{loading, on::loaded, starting},
    reload_transition{loading, on::refused, idle},
    reload_transition{loading, on::stop, idle},
    reload_transition{starting, on::ready, switching},
    reload_transition{starting, on::failed, idle},
    reload_transition{starting, on::stop, idle},
    reload_transition{switching, on::switched, idle},
    reload_transition{switching, on::stop, idle},
};

} // namespace

std::span<const reload_transition> reload_transitions() {
  return transitions;
}

std::optional<reload_state> next_state(reload_state from, reload_event event) {
  const auto* found = std::find_if(transitions.begin(), transitions.end(), [&](const auto& one) {
    return one.from == from && one.event == event;
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
