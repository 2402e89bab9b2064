// The clock of the relay, and time limits.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <utility>

namespace mw::relay {

using clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// Tells the time: the clock, or a test's.
using time_source = std::function<clock::time_point()>;

/// Time of the batch or the timer that is being handled: read once for all that it does.
class batch_time {
public:
  explicit batch_time(time_source source) : source_(std::move(source)), now_(source_()) {}

  clock::time_point now() const { return now_; }

  /// Reads the clock.
  clock::time_point refresh() { return now_ = source_(); }

private:
  time_source source_;
  clock::time_point now_;
};

/// End of a limit that begins at `from`; max(): never, for a limit that is unset or 0.
inline clock::time_point after(clock::time_point from, const std::optional<milliseconds>& limit) {
  return limit && limit->count() > 0 ? from + *limit : clock::time_point::max();
}

} // namespace mw::relay
