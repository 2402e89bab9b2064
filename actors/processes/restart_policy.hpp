// When a worker that has ended is started again.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

namespace mw {

/// Of one relative PID. The figures are those of the field's supervisors (see the README's table of
/// defaults): at once after at least a second of service, else 100 ms; doubled up to 30 s; a jitter
/// over the upper half; back to the start after service of max(30 s, twice the last delay).
class restart_policy {
public:
  using duration = std::chrono::milliseconds;

  /// `random`: uniform in [0, 1), for the jitter.
  explicit restart_policy(std::function<double()> random);

  /// The delay before the next start. `served`: how long the process was ready; nothing: it never
  /// was.
  duration after_end(std::optional<duration> served);

  /// How often in a row it has ended without having been ready once.
  unsigned failures() const { return failures_; }

private:
  static constexpr auto first_delay = duration{100};
  static constexpr auto longest_delay = duration{30'000};
  static constexpr auto enough_service = duration{1'000};
  static constexpr auto long_service = duration{30'000};

  std::function<double()> random_;
  duration last_{0}; ///< without jitter; 0: none, or at once
  bool restarted_ = false;
  unsigned failures_ = 0;
};

} // namespace mw
