// What the parts of a worker share: facts, counters, and whether it is about to end.
#pragma once

#include "actors/worker/fd_owners.hpp"
#include "actors/worker/figures.hpp"
#include "actors/worker/soft_stop.hpp"

#include <string>

namespace mw::worker {

/// Fixed once the worker runs.
struct facts {
  unsigned number = 1; ///< the relative PID
  unsigned nbproc = 1;
  int control_fd = -1; ///< of the control pair
  std::string node;
  std::string description; ///< empty: none
};

/// One for the process; it outlives every connection. One thread.
struct worker_context {
  facts about;
  figures counters;
  fd_owners owners;
  soft_stop stop;
};

} // namespace mw::worker
