// The checked configuration.
#pragma once

#include "actors/config/bind/listener_settings.hpp"
#include "actors/config/values/program_section.hpp"
#include "actors/config/values/proxy_settings.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace mw::config {

/// All that a configuration says. It holds for one generation of workers.
struct configuration {
  std::optional<unsigned> nbproc;   ///< workers; relative PIDs count from 1
  bool daemon = false;              ///< as `-D`
  std::string pid_file;             ///< as `-p`; empty: none
  std::string description;          ///< shown by `show info`
  std::string node;                 ///< shown by `show info`; default: the host's name
  std::optional<unsigned> ulimit_n; ///< RLIMIT_NOFILE of the workers
  bool exit_on_failure = false;     ///< a worker that dies ends the program, as with HAProxy

  std::optional<uid_t> uid; ///< of the workers: `user <name>` or `uid <number>`
  std::optional<gid_t> gid; ///< of the workers: `group <name>`, `gid <number>`, or the user's own
  std::string chroot;       ///< of the workers; empty: none

  /// `stats socket`: the workers' own CLI listeners, in the order of the lines. The master opens
  /// them, every worker inherits them all: ranges of ports count as one each. No two have the same
  /// address. `maxconn` is that of the line; without one `stats_maxconn` is the only limit.
  std::vector<listener_settings> stats_sockets;
  std::chrono::milliseconds stats_timeout = std::chrono::seconds{10}; ///< idle time of a client
  unsigned stats_maxconn = 10;                                        ///< clients of one worker

  /// Soft-stopping workers are ended after that time; 0: never, as HAProxy's.
  std::chrono::milliseconds hard_stop_after = {};
  /// A worker that has lived through more reloads is ended. HAProxy's default.
  unsigned max_reloads = 50;
  /// `ready-within`: how long a worker may take to answer for the first time.
  std::chrono::milliseconds ready_within = std::chrono::seconds{60};
  /// `hung-after`: a worker that has not answered for so long is killed and replaced; 0: never.
  std::chrono::milliseconds hung_after = std::chrono::seconds{60};
  /// `no-restart-codes`: exit codes by which a worker says that starting it again is of no use.
  std::vector<int> no_restart_codes = {2, 125};

  std::optional<unsigned> maxconn;       ///< connections of one worker at once, over all frontends
  std::optional<unsigned> spread_checks; ///< percent by which the time between checks varies
  std::vector<log_target> logs;          ///< what `log global` of a proxy means
  std::string server_state_base;         ///< folder of the files with server states; empty: none
  std::string server_state_file;         ///< the one for `load-server-state-from-file global`
  /// `frontend`, `backend` and `listen`, in the order of the files.
  std::vector<proxy_settings> proxies;
  std::vector<program_section> programs; ///< in the order of the files

  /// The environment that setenv, presetenv, unsetenv and resetenv leave; `NAME=value`, for the
  /// workers.
  std::vector<std::string> environment;
  /// Accepted, but to be logged: one line each, in the form of the errors.
  std::vector<std::string> warnings;

  friend bool operator==(const configuration&, const configuration&) = default;
};

} // namespace mw::config
