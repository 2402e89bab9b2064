// The time of day for events: people compare them with logs.
#pragma once

#include <chrono>
#include <cstdint>

namespace mw {

/// Milliseconds since 1970. For showing only: delays are measured by the actors' own clock.
inline int64_t wall_clock_ms() {
  auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count();
}

} // namespace mw
