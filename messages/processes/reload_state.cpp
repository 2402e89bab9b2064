// The names of a reload's states: see reload_state.hpp.
#include "messages/processes/reload_state.hpp"

namespace mw {

std::string to_string(reload_state state) {
  constexpr const char* names[] = {"idle", "loading", "starting", "switching"};
  return names[static_cast<size_t>(state)];
}

} // namespace mw
