// The ways to end a process, the gentle ones first.
#pragma once

#include "actors/generation_plan.hpp"
#include "messages/process.hpp"

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <deque>
#include <string>

namespace mw {

/// One signal, and how long it may take to work.
struct stop_step {
  int signal;
  std::chrono::milliseconds patience; ///< before the next one; 0: there is none
  std::string if_in_vain;             ///< the cause of the end, should it need the next one
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

} // namespace mw
