// When a worker that has ended is started again.
#pragma once

#include <chrono>
#include <optional>

namespace mw {

/// Counts the ends of one worker or program, and says how long to wait before the next start. The
/// figures are those of the field's supervisors (see the README's table of
/// defaults): at once after at least a second of service, else 100 ms; doubled up to 30 s; a jitter
/// over the upper half; back to the start after service of max(30 s, twice the last delay).
class restart_policy {
public:
  using duration = std::chrono::milliseconds;

  /// The delay before the next start. `served`: how long the process was ready; nothing: it never
  /// was. `random`: uniform in [0, 1), for the jitter; one source for all, or all would get the
  /// same delays.
  duration after_end(std::optional<duration> served, double random);

  /// The number of processes in a row that have ended without having been ready once.
  unsigned failures() const { return failures_; }

private:
  static constexpr auto first_delay = duration{100};
  static constexpr auto longest_delay = duration{30'000};
  static constexpr auto enough_service = duration{1'000};
  static constexpr auto long_service = duration{30'000};

  duration last_{0}; ///< without jitter; 0: none, or at once
  bool restarted_ = false;
  unsigned failures_ = 0;
};

} // namespace mw
