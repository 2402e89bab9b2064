// From the end of a serving worker to what follows: another start, none, or the end of all.
#pragma once

#include "actors/master/announcement.hpp"
#include "actors/master/worker_table.hpp"

#include <optional>
#include <string>

namespace mw {

/// At most one of the two is set; neither: the worker is given up, the others go on.
struct after_end {
  std::optional<restart_policy::duration> restart_in = {};
  std::optional<int> exit_code = {}; ///< the whole service ends
  announcement told = {};            ///< for the log and the event book
  std::string for_clients = {};      ///< behind how it ended: `is started again in 33 ms`
};

/// Decides, and takes the worker to its next state; the end must be in its row already. `is_first`:
/// some worker has never been ready since the service was started. `random`: uniform in [0, 1).
after_end decide_restart(worker& one, const worker_ended& news, bool is_first, double random);

} // namespace mw
