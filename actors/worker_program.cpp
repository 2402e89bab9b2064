// The command of a worker: see worker_program.hpp.
#include "actors/worker_program.hpp"

#include "actors/options.hpp"

#include <csignal>

namespace mw {

net::program worker_program::command(unsigned number, int control) const {
  auto options = worker_options{control_fd, config_fd, number};
  return {
      .path = path,
      .arguments = worker_arguments("mw-actors", options),
      .environment = environment,
      .descriptors = {{control, control_fd}, {configuration->get(), config_fd}},
      // The second line behind the end of file on the control pair: also a stopped worker ends with its master.
      .parent_death_signal = SIGKILL,
  };
}

} // namespace mw
