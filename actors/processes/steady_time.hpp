// Moments of the actors' clock as numbers that may travel.
#pragma once

#include <caf/actor_clock.hpp>

#include <chrono>
#include <cstdint>

namespace mw {

/// Now, as process_key::started has it.
inline int64_t steady_seconds(const caf::actor_clock& clock) {
  auto since_epoch = clock.now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count();
}

} // namespace mw
