// Starts a program from a multi-threaded process, without running code of ours between fork and
// exec that is not async-signal-safe, and without a moment in which the child is known by its pid
// only.
#pragma once

#include "net/base/unique_fd.hpp"
#include "net/process/exit_status.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <sys/resource.h>

namespace mw::net {

/// A program to start, and what it inherits.
struct program {
  std::string path;                     ///< with a slash: no search in PATH
  std::vector<std::string> arguments;   ///< argv, the name first
  std::vector<std::string> environment; ///< NAME=value
  /// Descriptors that the child inherits: ours, and the number it has there, in any order and also
  /// crossing. All others are closed on exec, except that 0, 1 and 2 are the parent's unless
  /// mapped.
  std::vector<std::pair<int, int>> descriptors;
  /// The signal that the child gets when the *thread* that called start() ends (PR_SET_PDEATHSIG),
  /// which may be long before the process does: start from a thread that lives as long as the child
  /// may. 0: none.
  int parent_death_signal = 0;
  /// The child's RLIMIT_NOFILE; nothing: ours. A child may take the limit for what it is meant to
  /// use. Descriptors mapped above it are there nevertheless.
  std::optional<rlimit> descriptor_limit = {};
  /// The child's user, without supplementary groups; nothing: ours. EPERM if we may not change it.
  std::optional<uid_t> user = {};
  std::optional<gid_t> group = {};
  /// The child leads a process group of its own: signals to our group do not reach it, and all that
  /// it brings about can be signalled together (process_family).
  bool leads_group = false;
};

/// A started child. Dropping the value neither stops nor reaps it: its owner waits for the pidfd.
struct child_process {
  pid_t pid = -1;  ///< for people to read; act through `pidfd`
  unique_fd pidfd; ///< readable when the child has ended; close-on-exec
};

/// Starts the program, with all signals at their defaults and none blocked. Blocks until it runs,
/// some 70 us. Errors in the child are reported here too (execve: ENOENT, EACCES; a descriptor
/// limit above the hard one: EPERM), and then there is no child to reap.
tl::expected<child_process, std::error_code> start(const program& what);

/// The answer of reap() for a child whose status somebody else took (a wait for any child, or an
/// ignored SIGCHLD): it has ended, but how is not known.
inline constexpr exit_status lost_status{.code = 255, .signal = 0};

/// Takes the exit status of an ended child and reaps it; nothing if it still runs. Never blocks.
std::optional<exit_status> reap(int pidfd);

/// Sends a signal through the pidfd: never to a stranger who got the pid. ESRCH if it has ended.
std::error_code send_signal(int pidfd, int signal);

} // namespace mw::net
