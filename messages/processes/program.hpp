// The news of the configuration's programs that the master is told.
#pragma once

#include "messages/base/protocol.hpp"
#include "messages/processes/process.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mw {

/// Tells that a program has a process.
struct program_started {
  std::string name; ///< name of its section
  int32_t pid = 0;

  friend bool operator==(const program_started&, const program_started&) = default;
};

MW_MESSAGE(program_started, name, pid)

/// Tells that a program's process has ended and is reaped, or could not be started (then its pid is
/// 0).
struct program_ended {
  static constexpr int64_t never = -1;

  std::string name;
  int32_t pid = 0;
  int32_t exit_code = 0; ///< 0 if a signal ended it
  int32_t signal = 0;    ///< 0: it exited by itself
  /// The reason that the exit status does not tell: `cannot be started: ...`, `did not stop`; else
  /// empty.
  std::string cause = {};
  bool is_current = true;     ///< false: it was told to end
  int64_t restart_in = never; ///< milliseconds

  friend bool operator==(const program_ended&, const program_ended&) = default;
};

MW_MESSAGE(program_ended, name, pid, exit_code, signal, cause, is_current, restart_in)

/// Tells all programs as they are now; `name` is set, `reloads` and `uptime` are not.
struct programs_changed {
  std::vector<process_info> current; ///< in the configuration's order, also without a process
  std::vector<process_info> old;     ///< told to end, newest first

  friend bool operator==(const programs_changed&, const programs_changed&) = default;
};

MW_MESSAGE(programs_changed, current, old)

/// Tells that there are no programs any more and will be none: the answer to stop_programs.
struct programs_gone {
  friend bool operator==(const programs_gone&, const programs_gone&) = default;
};

MW_MESSAGE(programs_gone)

} // namespace mw
