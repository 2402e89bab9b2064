// How a process ended, as one value.
#pragma once

#include <string>

#include <sys/types.h>
#include <sys/wait.h>

namespace mw::net {

/// The end of a process: an exit code, or the signal that killed it.
struct exit_status {
  int code = 0;   ///< of exit(); 0 if a signal ended the process
  int signal = 0; ///< 0: the process exited by itself

  /// As a shell and HAProxy's master count it: the exit code, or 128 + the signal's number.
  int number() const { return signal != 0 ? 128 + signal : code; }

  friend bool operator==(const exit_status&, const exit_status&) = default;
};

/// From what waitid() says.
exit_status to_exit_status(const siginfo_t& info);

/// `Exit`, or the signal's name text (`Killed`, `Segmentation fault`): what HAProxy prints in its
/// parentheses.
std::string to_string(const exit_status& status);

/// For people: `exited with code 1`, `killed by signal 9 (Killed)`.
std::string describe(const exit_status& status);

} // namespace mw::net
