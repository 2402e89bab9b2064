// How many per second, over the last second.
#pragma once

#include <chrono>
#include <cstdint>

namespace mw::worker {

/// Counts events of the current and the last second; the rate takes of the last one the part that
/// is still less than a second ago. Times must not go backwards.
class rate_meter {
public:
  using time_point = std::chrono::steady_clock::time_point;

  void add(uint64_t count, time_point now);
  uint64_t per_second(time_point now) const;

  /// The highest rate seen at an add().
  uint64_t highest() const { return highest_; }

  void forget_highest() { highest_ = 0; }

private:
  int64_t second_ = 0;
  uint64_t in_second_ = 0;
  uint64_t in_last_ = 0;
  uint64_t highest_ = 0;
};

} // namespace mw::worker
