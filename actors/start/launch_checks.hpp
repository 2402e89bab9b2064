// Checks before anything runs or is opened: the first part of the start.
#pragma once

#include "actors/command_line/options.hpp"
#include "actors/plan/configuration_loader.hpp"
#include "actors/start/system.hpp"
#include "net/process/daemon.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mw {

/// Holds what the start has found out and opened so far.
struct launch {
  checked_configuration configuration;
  launch_settings settings;
  std::string pid_file;
  bool daemon = false;
  std::vector<cli_listener> listeners;
  std::vector<certificate_source> certificates; ///< of those that speak TLS
  plan_inputs inputs;
  socket_store sockets;                    ///< of the workers
  plan_ptr plan;                           ///< of the first workers
  std::unique_ptr<net::daemon> background; ///< null in the foreground
  std::optional<net::guardian> guardian;   ///< of HAProxy's processes
  std::shared_ptr<net::old_processes> old; ///< that this program replaces; never null
  std::string log;                         ///< what was told, for `show startup-logs`
};

/// Logs an alert; answers false, for a start that ends with it.
bool complain(const std::string& error);

/// Logs a warning, and keeps it for `show startup-logs`.
void warn(launch& start, std::string_view text);

/// Each check tells what is wrong, and answers whether all is well.

/// A relative path of `-f`, `-S` or `-p` is meant from the directory of `-C`.
bool change_directory(const master_options& options);
bool read_configuration(launch& start, const master_options& options);
bool check_certificates(const master_options& options);
/// The pid file is written when the workers are ready; that it cannot be written should be known
/// before.
bool check_pid_file(const std::string& path);
/// The workers' own sockets are opened after the CLI's, and would find it taken by ourselves.
bool check_places(const launch& start, const master_options& options);

} // namespace mw
