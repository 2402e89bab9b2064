// The command line, checked. By hand: CLI11 knows neither names of several letters behind one dash
// (`-sf`, `-Ws`) nor options that take all words up to the next one (see README.md).
#pragma once

#include "actors/common/worker_arguments.hpp"
#include "actors/config/bind/listener_settings.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <sys/types.h>

namespace mw {

/// The master's command line.
struct master_options {
  std::vector<config::listener_settings> binds; ///< `-S`, in the order of the command line
  std::vector<std::string> config_paths;        ///< `-f` and what follows `--`
  std::string change_to; ///< `-C`: directory, already entered by the caller before paths are opened
  std::string pid_file;  ///< `-p`; wins over the configuration's
  std::optional<unsigned> nbproc; ///< `--nbproc`; wins over the configuration's
  std::string trace_file;         ///< `--actor-trace`; empty: off
  std::string worker;             ///< `--worker`: HAProxy's program; empty: the built-in worker
  /// Words that HAProxy's processes are given as well: `-n 100`, `-dM`, `-q`.
  std::vector<std::string> worker_words;
  /// Warnings about `worker_words` if there is no `--worker`, one line each.
  std::vector<std::string> without_worker;
  /// `-x /dev/null`: new HAProxy processes do not take over the listening sockets of the old ones.
  bool no_transfer = false;
  /// `-x <address>`: the first HAProxy processes take them over from whoever serves this one.
  std::string transfer_from;
  std::vector<pid_t> old_pids; ///< `-sf`, `-st`: who ends when the workers are ready
  int old_signal = 0;          ///< what ends them; the last of the two options holds
  bool daemon = false;         ///< `-D`
  bool foreground = false; ///< `-db`, `-d`: wins over `daemon` in the configuration, not over `-D`
  bool check_only = false; ///< `-c`
  bool ask_reload = false; ///< `--reload`
  bool quiet = false;      ///< `-q`
  bool verbose = false;    ///< `-V`, `-d`
  bool notify = false;     ///< `-Ws`: tells systemd
  bool as_master = false; ///< `-W`, `-Ws`: SIGINT is told by an exit code, as HAProxy's master does
  std::vector<std::string> warnings; ///< accepted but without effect: to be logged, one line each
};

/// The program prints a text and ends: `-v`, `--help`, or wrong usage.
struct end_now {
  int exit_code = 0;
  std::string text; ///< to stdout if the exit code is 0, else to stderr
  /// Not empty: then HAProxy answers, with this command line, and its exit code is ours.
  std::vector<std::string> then_run = {};
};

using command_line = std::variant<master_options, worker_options, end_now>;

/// Reads argv, the program's name first.
command_line parse_options(const std::vector<std::string>& arguments);

} // namespace mw
