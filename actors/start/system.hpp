// Starts the components of the master process, ties them together, and waits for their end.
#pragma once

#include "actors/applet/applet.hpp"
#include "actors/plan/configuration_loader.hpp"
#include "actors/start/launch_observer.hpp"
#include "messages/cli/level.hpp"
#include "messages/cli/severity.hpp"
#include "net/guardian/guardian.hpp"
#include "net/listen/listen_socket.hpp"
#include "net/tls/tls_context.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mw {

/// One `-S`, open.
struct cli_listener {
  std::vector<net::listen_socket> sockets;
  access_level level = access_level::admin;
  unsigned maxconn = 1024;
  severity_output severity = severity_output::none;
  target first_target = {};
  int backlog = 0; ///< of the sockets
  bool accept_proxy = false;
  std::shared_ptr<const net::tls_context> tls = {};
};

/// Everything that the components need to start; checked before.
struct system_setup {
  std::vector<cli_listener>
      listeners; ///< their sockets are closed, and their paths removed, at the end
  std::string version;
  plan_ptr plan;        ///< of the first workers
  plan_inputs inputs;   ///< for the plans of reloads
  socket_store sockets; ///< that opened the first plan's
  launch_settings at_launch;
  std::vector<certificate_source> certificates; ///< for reloads
  std::optional<net::guardian> guardian;        ///< of HAProxy's processes
  std::string startup_log;                      ///< what was said until now
  std::shared_ptr<launch_observer> observer;    ///< told on the master's thread
  /// systemd wants to hear so often that all components live; nothing: it does not.
  std::optional<std::chrono::microseconds> watchdog_period;
  std::function<void()> on_alive; ///< called on the watchdog's thread
};

/// Runs the master process until it has been told to stop and all workers are gone. Answers the
/// exit code.
int run_system(system_setup setup);

} // namespace mw
