// Children and orphans: see own_children.hpp.
#include "net/process/own_children.hpp"

#include "net/process/process_family.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mw::net {

void own_children::forget(pid_t pid) {
  auto lock = std::lock_guard{mutex_};
  pids_.erase(pid);
}

void own_children::reap_others() {
  auto lock = std::lock_guard{mutex_};
  for (auto pid : children_of(::getpid())) {
    if (pids_.contains(pid))
      continue;
    auto ignored = siginfo_t{};
    ::waitid(P_PID, static_cast<id_t>(pid), &ignored, WEXITED | WNOHANG);
  }
}

own_children& children_of_start() {
  static auto all = own_children{};
  return all;
}

void adopt_orphans() {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
}

void reap_orphans() {
  children_of_start().reap_others();
}

} // namespace mw::net
