// The command of a worker: see worker_executable.hpp.
#include "actors/plan/worker_executable.hpp"

#include <csignal>

#include <unistd.h>

namespace mw {

net::program worker_executable::command(unsigned number, const worker_descriptors& with) const {
  auto command = net::program{
      .path = path,
      .arguments = {},
      .environment = environment,
      .descriptors = {{with.errors, STDERR_FILENO}},
      // The second line behind the end of file on the control pair: also a stopped worker ends with
      // its master.
      .parent_death_signal = SIGKILL,
      .descriptor_limit = {},
      // Signals to the master's group are the master's: a worker that they ended would have
      // crashed.
      .leads_group = true,
  };
  if (streams)
    for (auto standard : {STDIN_FILENO, STDOUT_FILENO})
      command.descriptors.emplace_back(streams->get(), standard);
  if (haproxy)
    complete(command, *haproxy, with.control, with.predecessor);
  else
    complete_built_in(command, number, with);
  return command;
}

void worker_executable::complete_built_in(net::program& command, unsigned number,
                                          const worker_descriptors& with) const {
  auto options =
      worker_options{worker_descriptor::control, worker_descriptor::config, number, count};
  command.descriptors.emplace_back(with.control, worker_descriptor::control);
  command.descriptors.emplace_back(configuration->get(), worker_descriptor::config);
  auto next = worker_descriptor::first_free;
  for (const auto& [name, of_one_bind] : sockets) {
    auto first = next;
    for (const auto& socket : *of_one_bind)
      command.descriptors.emplace_back(socket.fd(), next++);
    options.sockets.push_back({name, first, next - 1});
  }
  if (with.states >= 0) {
    options.states_fd = next;
    command.descriptors.emplace_back(with.states, next++);
  }
  if (with.counters >= 0) {
    options.counters_fd = next;
    command.descriptors.emplace_back(with.counters, next);
  }
  command.arguments = worker_arguments("mw-actors", options);
}

} // namespace mw
