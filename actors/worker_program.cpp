// The command of a worker: see worker_program.hpp.
#include "actors/worker_program.hpp"

#include "actors/options.hpp"

#include <csignal>

#include <unistd.h>

namespace mw {

net::program worker_program::command(unsigned number, int control, int errors) const {
  auto options = worker_options{control_fd, config_fd, number, count};
  auto descriptors = std::vector<std::pair<int, int>>{
      {control, control_fd}, {configuration->get(), config_fd}, {errors, STDERR_FILENO}};
  if (streams)
    for (auto standard : {STDIN_FILENO, STDOUT_FILENO})
      descriptors.emplace_back(streams->get(), standard);
  auto next = first_socket_fd;
  for (const auto& of_one_bind : sockets) {
    options.sockets.push_back(static_cast<unsigned>(of_one_bind->size()));
    for (const auto& socket : *of_one_bind)
      descriptors.emplace_back(socket.fd(), next++);
  }
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
