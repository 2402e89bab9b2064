// Bounded waits for descriptors: no test waits for time alone.
#pragma once

#include <algorithm>
#include <chrono>
#include <limits>

#include <poll.h>

namespace mw::test {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// The bound of waits for events that must happen, but may take long on a loaded machine or under a
/// sanitizer.
inline constexpr auto patience = milliseconds{30'000};

/// A moment that a test does not wait beyond.
class deadline {
public:
  explicit deadline(milliseconds from_now) : at_(clock::now() + from_now) {}

  bool passed() const { return clock::now() >= at_; }

  /// Milliseconds left, for poll(): rounded up, so that it does not spin in the last one.
  int left() const {
    auto left = std::chrono::ceil<milliseconds>(at_ - clock::now()).count();
    return static_cast<int>(std::clamp<int64_t>(left, 0, std::numeric_limits<int>::max()));
  }

private:
  using clock = std::chrono::steady_clock;
  clock::time_point at_;
};

/// Waits for one of the events, an end or an error; false if none came in time.
inline bool wait_for(int fd, short events, const deadline& until) {
  auto waiting = pollfd{fd, events, 0};
  return ::poll(&waiting, 1, until.left()) > 0;
}

} // namespace mw::test
