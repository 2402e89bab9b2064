// Ends worker processes that cannot notice by themselves that their master is gone.
#pragma once

#include "net/base/unique_fd.hpp"

#include <tl/expected.hpp>

#include <system_error>

#include <sys/types.h>

namespace mw::net {

/// The master's side of a small process, `mw-guardian`, which lives exactly as long as the master:
/// when that one is gone, however it ended, all watched processes that still run get SIGTERM, and
/// 1.5 seconds later SIGKILL. A parent death signal cannot do this: the kernel forgets it when a
/// worker changes its user.
///
/// The guardian holds none of the master's descriptors, terminals and folders, only the capability
/// to signal workers of other users, and takes no signal but SIGKILL and SIGSTOP: not the ^C of a
/// terminal, nor the SIGTERM that a service manager sends to all of a service. The master gets no
/// SIGCHLD for it, and no wait for any child finds it. Forks of the master that run no other
/// program have its descriptors, and count as the master.
class guardian {
public:
  /// Starts the guardian, and returns when it is at work, after some 300 us. Call it in the process
  /// that starts the workers (behind going to the background), and early: the guardian is a fork,
  /// and keeps the memory that the master has now. From any thread. Errors are errno's, or
  /// ETIMEDOUT after 10 s.
  static tl::expected<guardian, std::error_code> start();

  guardian(guardian&& other) noexcept = default;
  guardian& operator=(guardian&& other) noexcept;

  /// Ends the guardian, which ends the watched processes that still run. Waits for that, at most 3
  /// s.
  ~guardian();

  /// Makes the process of this pidfd end with the master, and with it all of the group that it
  /// leads, if `group` is its pid; 0: it leads none. The guardian has a descriptor of its own for
  /// the process, and forgets both when that ends. Never blocks; for any thread. The process is not
  /// watched if there is an error: EAGAIN some hundred are on their way to a guardian that is slow;
  /// EPIPE or ECONNRESET it has been killed: start another one and tell it all that run.
  std::error_code watch(int pidfd, pid_t group = 0) const;

  /// A descriptor that is readable when the guardian has ended.
  int pidfd() const { return pidfd_.get(); }

  /// The guardian's pid, for people to read; -1 if this was moved from.
  pid_t pid() const { return pidfd_ ? pid_ : -1; }

private:
  guardian(pid_t pid, unique_fd pidfd, unique_fd socket);

  std::error_code wait_until_ready();
  void end();

  pid_t pid_;
  unique_fd pidfd_;
  unique_fd socket_; ///< its end is the guardian's
};

} // namespace mw::net
