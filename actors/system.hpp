// Starts the components of the master process, ties them together, and waits for their end.
#pragma once

#include "actors/applet.hpp"
#include "actors/worker_program.hpp"
#include "messages/level.hpp"
#include "net/listen_socket.hpp"

#include <functional>
#include <string>
#include <vector>

namespace mw {

/// One `-S`, open.
struct cli_listener {
  std::vector<net::listen_socket> sockets;
  access_level level = access_level::admin;
  unsigned maxconn = 1024;
};

/// Everything that the components need to start; checked before.
struct system_setup {
  std::vector<cli_listener>
      listeners; ///< their sockets are closed, and their paths removed, at the end
  int workers = 1;
  bool exit_on_failure = false;
  std::string version;
  worker_program program;
  std::function<void()> on_ready; ///< called once, on the master's thread: all workers are ready
};

/// Runs the master process until it has been told to stop and all workers are gone. Answers the
/// exit code.
int run_system(system_setup setup);

} // namespace mw
