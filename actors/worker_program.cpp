// The command of a worker: see worker_program.hpp.
#include "actors/worker_program.hpp"

#include "actors/options.hpp"

#include <csignal>

namespace mw {

net::program worker_program::command(unsigned number, int control) const {
  auto options = worker_options{control_fd, config_fd, number, count};
  auto descriptors =
      std::vector<std::pair<int, int>>{{control, control_fd}, {configuration->get(), config_fd}};
  if (streams)
    for (auto standard : {0, 1, 2})
      descriptors.emplace_back(streams->get(), standard);
  return {
      .path = path,
      .arguments = worker_arguments("mw-actors", options),
      .environment = environment,
      .descriptors = std::move(descriptors),
      // The second line behind the end of file on the control pair: also a stopped worker ends with
      // its master.
      .parent_death_signal = SIGKILL,
  };
}

} // namespace mw
