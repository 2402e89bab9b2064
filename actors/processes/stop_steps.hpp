// The ways to end a process, the gentle ones first.
#pragma once

#include "messages/processes/process.hpp"

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace mw {

/// The time to end upon SIGTERM; then the process is killed. The field's supervisors wait as long.
inline constexpr auto stop_time_limit = std::chrono::seconds{30};

/// One signal, and how long it may take to work.
struct stop_step {
  int signal;
  std::chrono::milliseconds patience; ///< before the next one; 0: there is none
  std::string if_in_vain;             ///< the cause of the end, should it need the next one

  /// The signals to send. A process that is stopped would not see the signal without SIGCONT.
  std::vector<int> signals() const {
    if (signal == SIGUSR1 || signal == SIGKILL)
      return {signal};
    return {signal, SIGCONT};
  }
};

/// Begins with `signal` and ends with SIGKILL. SIGUSR1 leaves the process hard_stop_after (0: for
/// ever), everything else stop_time_limit.
inline std::deque<stop_step> stop_steps(int signal, std::chrono::milliseconds hard_stop_after) {
  if (signal == SIGKILL)
    return {{SIGKILL, {}, {}}};
  auto soft = signal == SIGUSR1;
  auto steps = std::deque<stop_step>{{soft ? SIGTERM : signal, stop_time_limit, "did not stop"},
                                     {SIGKILL, {}, {}}};
  if (soft)
    steps.push_front({SIGUSR1, hard_stop_after,
                      fmt::format("had work left after hard-stop-after ({})",
                                  short_time_text(hard_stop_after.count()))});
  return steps;
}

/// Tells how far one process is on its way to the end. Owned by whoever sends it the signals.
class stop_progress {
public:
  /// In place of what was planned before.
  void plan(std::deque<stop_step> steps) { steps_ = std::move(steps); }

  bool is_planned() const { return !steps_.empty(); }

  bool has_begun() const { return taken_ > 0; }

  /// Whether the last step has been taken: there is nothing harder.
  bool is_last() const { return has_begun() && steps_.size() == 1; }

  /// The step to take now. One must be planned.
  const stop_step& take() {
    ++taken_;
    return steps_.front();
  }

  /// The number of steps that were taken, in all plans: tells a late reminder from one of the last
  /// step.
  uint32_t taken() const { return taken_; }

  /// The step of this number has not worked, and the next one is to be taken: why. Nothing: it was
  /// not the last one.
  std::optional<std::string> in_vain(uint32_t step) {
    if (step != taken_)
      return std::nullopt;
    auto why = std::move(steps_.front().if_in_vain);
    steps_.pop_front();
    return why;
  }

private:
  std::deque<stop_step> steps_; ///< those to come, and the last one that was taken
  uint32_t taken_ = 0;
};

} // namespace mw
