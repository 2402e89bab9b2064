// How a process ended, as one value.
#pragma once

#include <string>

#include <sys/types.h>
#include <sys/wait.h>

namespace mw::net {

/// The end of a process: an exit code, or the signal that killed it.
struct exit_status {
  int code = 0;   ///< the code of exit(); 0 if a signal ended the process
  int signal = 0; ///< 0: the process exited by itself

  /// The end as one number, as a shell and HAProxy's master count it: the exit code, or 128 + the
  /// signal's number.
  int number() const { return signal != 0 ? 128 + signal : code; }

  friend bool operator==(const exit_status&, const exit_status&) = default;
};

/// Reads the answer of waitid().
exit_status to_exit_status(const siginfo_t& info);

/// Prints `Exit`, or the signal's text (`Killed`, `Segmentation fault`), as HAProxy does in its
/// parentheses.
std::string to_string(const exit_status& status);

/// Prints the end for people: `exited with code 1`, `killed by signal 9 (Killed)`.
std::string describe(const exit_status& status);

} // namespace mw::net
