// The child's code between clone() and execve(): system calls only, in memory shared with the
// parent.
#pragma once

#include <cstddef>

#include <sys/resource.h>
#include <sys/types.h>

namespace mw::net {

/// A descriptor that the child gets. Its members are plain: the child may not run library code.
struct descriptor_move {
  int source; ///< in the parent
  int target; ///< in the program
  int lifted =
      -1; ///< written by the child: a copy above all targets, so that none overwrites a source
};

/// All that the child needs, made by the parent beforehand; must live until clone() has returned.
struct child_code {
  const char* path;
  char* const* arguments;   ///< with a null at the end
  char* const* environment; ///< with a null at the end
  descriptor_move* descriptors;
  size_t descriptor_count;
  int above_all_targets; ///< 3 or more
  pid_t parent;
  int parent_death_signal;        ///< 0: none
  const rlimit* descriptor_limit; ///< null: the parent's
  const uid_t* user;              ///< null: the parent's
  const gid_t* group;             ///< null: the parent's
  bool leads_group;               ///< the child leads a process group of its own
  int error; ///< written by the child: errno of what failed, 0 once the program runs
};

/// Runs the program. For clone(CLONE_VM | CLONE_VFORK | ...) with all signals blocked; `argument`
/// is a child_code. Never returns: the program runs, or `error` is set and the child has ended.
int run_child_code(void* argument);

} // namespace mw::net
