// What the parts of a worker share: facts, counters, and whether it is about to end.
#pragma once

#include "actors/common/basic_commands.hpp"
#include "actors/common/fd_owners.hpp"
#include "actors/common/soft_stop.hpp"
#include "actors/worker/base/process_stats.hpp"

#include <string>
#include <vector>

namespace mw::relay {
class engine;
}

namespace mw::worker {

/// Fixed once the worker runs.
struct identity {
  unsigned number = 1; ///< the relative PID
  unsigned nbproc = 1;
  int control_fd = -1; ///< of the control pair
  std::string node;
  std::string description; ///< empty: none
};

/// One for the process; it outlives every connection. One thread.
struct worker_context {
  identity about;
  process_stats counters;
  fd_owners owners;
  std::vector<shown_socket> sockets; ///< those that are open
  bool has_answered = false;         ///< one answer at least is sent
  soft_stop stop;
  relay::engine* balancer = nullptr; ///< null without `frontend`, `backend` and `listen`
};

} // namespace mw::worker
