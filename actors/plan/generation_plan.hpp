// What one generation of workers runs with: program, listening sockets, limits.
#pragma once

#include "actors/config/values/config.hpp"
#include "actors/plan/program_command.hpp"
#include "actors/plan/socket_store.hpp"
#include "actors/plan/worker_executable.hpp"

#include <tl/expected.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mw {

/// Never changes once it is made; the master, its proxies and messages share it. Its sockets stay
/// open as long as one of them has it.
struct generation_plan {
  worker_executable program;
  std::vector<program_command> programs = {}; ///< what runs beside the workers
  int32_t workers = 1;
  bool exit_on_failure = false;
  std::chrono::milliseconds hard_stop_after = {}; ///< 0: never
  unsigned max_reloads = 0;
  std::chrono::milliseconds ready_within = {};
  std::chrono::milliseconds hung_after = {}; ///< 0: never
  std::vector<int> no_restart_codes = {};
  /// Some backend says `load-server-state-from-file master`.
  bool takes_over_states = false;
  /// Starts in a row of a worker of the very first generation that fail before it is ever ready.
  unsigned most_failed_starts = 5;
};

using plan_ptr = std::shared_ptr<const generation_plan>;

/// Common to all plans of this program: from the command line and the launch.
struct plan_inputs {
  std::vector<std::string> config_paths;
  std::optional<unsigned> nbproc;       ///< `--nbproc`: wins over the configuration's
  std::vector<std::string> environment; ///< NAME=value: what the configuration starts from
  /// Variables that HAProxy's master sets for its workers: added to the configuration's.
  std::vector<std::pair<std::string, std::string>> own_variables;
  std::shared_ptr<net::unique_fd> streams; ///< see worker_executable
  std::optional<haproxy_options> haproxy;  ///< the workers are HAProxy's processes
};

/// A configuration that is read and checked; nothing is opened.
struct checked_configuration {
  std::vector<config::source> sources;
  config::configuration values;
  std::vector<size_t> rewritten = {}; ///< see config/haproxy_config.hpp
};

/// Reads and checks all files; those for HAProxy are checked by the new workers. The errors are
/// lines as they are to be logged, without their label.
tl::expected<checked_configuration, std::vector<std::string>>
check_configuration(const plan_inputs& inputs);

/// Tells whether everything that this configuration executes is there, without starting any of it.
/// The error is one line.
tl::expected<void, std::string> check_programs(const plan_inputs& inputs,
                                               const checked_configuration& configuration);

/// Warning about a configuration of built-in workers that nobody but the master can talk to.
inline constexpr std::string_view no_listener =
    "there is no 'bind' and no 'stats socket' : the workers serve nobody.";

/// Opens the sockets that are not open yet and puts everything together. The error is one line;
/// then nothing that was not open before stays open.
tl::expected<plan_ptr, std::string>
make_plan(const plan_inputs& inputs, checked_configuration configuration, socket_store& sockets);

} // namespace mw
