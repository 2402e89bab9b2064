// The states of a reload, and the events that lead from one to the next: one table.
#pragma once

#include "messages/processes/transition_table.hpp"

#include <cstdint>
#include <string>

namespace mw {

enum class reload_state : uint8_t {
  idle,      ///< no reload is under way
  loading,   ///< the configuration is read, checked, and its sockets are opened
  starting,  ///< the new workers are starting; the serving ones serve
  switching, ///< all new ones are ready; the routers are told
};

enum class reload_event : uint8_t {
  begin,    ///< a reload is wanted
  loaded,   ///< the configuration is good
  refused,  ///< the configuration is not good
  ready,    ///< all new workers have answered
  failed,   ///< a new worker has ended before all were ready
  switched, ///< the routers know the new workers
  stop,     ///< the program is told to stop
};

/// Lists all transitions. A reload that is wanted while one is under way is the next one.
inline constexpr auto reload_life = [] {
  using enum reload_state;
  using on = reload_event;
  return transition_table{std::to_array<transition<reload_state, reload_event>>({
      {idle, on::begin, loading},
      {loading, on::loaded, starting},
      {loading, on::refused, idle},
      {loading, on::stop, idle},
      {starting, on::ready, switching},
      {starting, on::failed, idle},
      {starting, on::stop, idle},
      {switching, on::switched, idle},
      {switching, on::stop, idle},
  })};
}();

/// Prints `idle`, `loading`, `starting` or `switching`.
std::string to_string(reload_state state);

} // namespace mw
