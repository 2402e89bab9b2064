// The names of a worker's states: see worker_state.hpp.
#include "messages/processes/worker_state.hpp"

namespace mw {

std::string to_string(worker_state state) {
  constexpr const char* names[] = {"starting", "ready", "suspect", "stopping", "back-off", "ended"};
  return names[static_cast<size_t>(state)];
}

} // namespace mw
