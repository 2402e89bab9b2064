// Where a reload is: one table.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace mw {

enum class reload_state : uint8_t {
  idle,      ///< none is under way
  loading,   ///< the configuration is read, checked, and its sockets are opened
  starting,  ///< the new workers are starting; the serving ones serve
  switching, ///< all new ones are ready; the route news is told
};

enum class reload_event : uint8_t {
  begin,    ///< somebody wants one
  loaded,   ///< there is a good configuration
  refused,  ///< there is none
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

/// All there are. What is not in it does not happen: whoever wants a reload while one is under way
/// waits for the next.
std::span<const reload_transition> reload_transitions();

/// Where the event leads to; nothing: it means nothing in that state.
std::optional<reload_state> next_state(reload_state from, reload_event event);

/// `idle`, `loading`, `starting`, `switching`.
std::string to_string(reload_state state);

} // namespace mw
