// The states of a reload, and the events that lead from one to the next: one table.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace mw {

enum class reload_state : uint8_t {
  idle,      ///< no reload is under way
  loading,   ///< the configuration is read, checked, and its sockets are opened
  starting,  ///< the new workers are starting; the serving ones serve
  switching, ///< all new ones are ready; the route news is told
};

enum class reload_event : uint8_t {
  begin,    ///< a reload is wanted
  loaded,   ///< the configuration is good
  refused,  ///< the configuration is not good
  ready,    ///< all new workers have answered
  failed,   ///< a new worker has ended before all were ready
  switched, ///< the route news knows the new workers
  stop,     ///< the program is told to stop
};

struct reload_transition {
  reload_state from;
  reload_event event;
  reload_state to;
};

/// Lists all transitions; no other one happens. A reload that is wanted while one is under way is
/// the next one.
std::span<const reload_transition> reload_transitions();

/// The state to which the event leads; nothing if it leads nowhere from that state.
std::optional<reload_state> next_state(reload_state from, reload_event event);

/// Prints `idle`, `loading`, `starting` or `switching`.
std::string to_string(reload_state state);

} // namespace mw
