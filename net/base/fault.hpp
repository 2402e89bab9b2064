// Faults on order, for tests: a process does itself harm at a named step of its work.
#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mw::net {

/// The harm that a process does itself at a step.
struct fault {
  enum class effect : uint8_t {
    kill9, ///< SIGKILL
    stop,  ///< SIGSTOP; goes on after SIGCONT
    exit,  ///< ends with `number` as exit code, without any cleaning up
    delay, ///< does nothing for `number` milliseconds, and lets nothing else of its thread happen
    abort, ///< SIGABRT
  };
  std::string step;
  effect what = effect::kill9;
  unsigned number = 0;

  friend bool operator==(const fault&, const fault&) = default;
};

/// Reads `<step>:kill9|stop|exit=<code>|delay=<ms>|abort`, several separated by commas. The error
/// is one line that names the part that is wrong.
tl::expected<std::vector<fault>, std::string> parse_faults(std::string_view text);

/// Lets the step's faults happen, in their order.
void suffer_faults(std::span<const fault> faults, std::string_view step);

/// Marks a step: the faults that the environment variable MW_FAULT orders for it happen, each time
/// that it is reached. The variable is read once; a malformed one is reported on stderr and orders
/// no fault.
void fault_point(std::string_view step);

/// Tells whether MW_FAULT orders a fault for the step, for steps that must be prepared.
bool is_fault_ordered(std::string_view step);

} // namespace mw::net
