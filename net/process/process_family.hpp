// A process with all that it has brought about: its group, and what has left that.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace mw::net {

/// A child of ours that leads a process group (program::leads_group). It must not be reaped as long
/// as its family is looked at or signalled: its pid names the group.
struct process_family {
  pid_t leader = -1;
  /// `NAME=value` of the leader's environment, which no other child has: by it descendants are
  /// found that have left the group. What clears its environment, or may not be looked at by this
  /// process, is not found once it has left.
  std::string mark;

  /// The living members but the leader. Orphans must be ours (adopt_orphans()).
  std::vector<pid_t> others() const;

  /// Sends a signal to all members.
  void signal(int number) const;
};

/// The children of a process, also ended ones that are not reaped.
std::vector<pid_t> children_of(pid_t parent);

} // namespace mw::net
