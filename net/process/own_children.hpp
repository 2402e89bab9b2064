// The children that this process has started, and the orphans that the kernel gives it.
#pragma once

#include <mutex>
#include <set>

#include <sys/types.h>

namespace mw::net {

/// The pids of children that start() has started and nobody has reaped. All others are orphans.
/// For any thread.
class own_children {
public:
  /// Notes the child that `start` returns, unless it returns -1. No orphan is reaped meanwhile: a
  /// child that is not noted yet must not be taken for one.
  template <class F>
  auto note(F start) {
    auto lock = std::lock_guard{mutex_};
    auto child = start();
    if (child && child->pid > 0)
      pids_.insert(child->pid);
    return child;
  }

  /// The child is reaped: its pid may be that of another process from now on.
  void forget(pid_t pid);

  /// Takes the exit status of each ended child that is not in here.
  void reap_others();

private:
  std::mutex mutex_;
  std::set<pid_t> pids_;
};

own_children& children_of_start();

/// Makes this process the parent of its descendants whose own parent ends (PR_SET_CHILD_SUBREAPER):
/// none gets out of sight. Call reap_orphans() upon SIGCHLD from then on.
void adopt_orphans();

/// Reaps the ended orphans, so that none stays a zombie. Never blocks; for any thread.
void reap_orphans();

} // namespace mw::net
