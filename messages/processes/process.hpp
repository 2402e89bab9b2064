// The processes of this service as values, and the texts of `show proc`.
#pragma once

#include "messages/base/protocol.hpp"
#include "messages/processes/worker_state.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace mw {

/// Names one process for good: a pid alone may come back.
struct process_key {
  int32_t relative = 0; ///< relative PID, from 1; 0 is the master
  uint64_t serial = 0;  ///< counts the processes that the master has started, from 1
  int32_t pid = 0;      ///< for people to read and type
  int64_t started = 0;  ///< seconds of the steady clock

  friend bool operator==(const process_key&, const process_key&) = default;
};

MW_MESSAGE(process_key, relative, serial, pid)

/// Prints a process for people: `worker 1 (5249)`.
std::string to_string(const process_key& x);

/// A row of `show proc`.
struct process_info {
  process_key key;
  uint32_t reloads = 0;        ///< number of reloads since it was started
  uint32_t failed_reloads = 0; ///< number of failed reloads in a row, of the master
  uint64_t actors = 0;         ///< number of actors, of the master
  int64_t uptime = 0;          ///< seconds
  std::string version = {};
  worker_state state = worker_state::ready;
  int32_t master_fd = -1;    ///< the master's end of its control pair
  int32_t worker_fd = -1;    ///< the number of the other end, in the worker
  uint32_t restarts = 0;     ///< number of restarts of this relative PID since the last reload
  std::string last_end = {}; ///< why the process before it ended; empty: there was none
  int64_t ended_ago = 0;     ///< seconds since that end
  /// The last lines that the former process wrote to its stderr.
  std::vector<std::string> last_words = {};
  int64_t restart_in = 0; ///< milliseconds left of the back-off
  std::string name = {};  ///< name of a program's section; else empty

  friend bool operator==(const process_info&, const process_info&) = default;
};

MW_MESSAGE(process_info, key, reloads, uptime, state)

/// All processes at one moment, as the master knows them: a snapshot, nobody keeps a pointer into
/// the master.
struct process_table {
  process_info master;
  std::vector<process_info> workers;          ///< current ones, by relative PID
  std::vector<process_info> new_workers = {}; ///< of a reload that is under way, by relative PID
  std::vector<process_info> old_workers = {}; ///< leaving ones, newest first
  /// The programs beside the workers, in the configuration's order, and those that a reload has
  /// told to end.
  std::vector<process_info> programs = {};
  std::vector<process_info> old_programs = {};

  friend bool operator==(const process_table&, const process_table&) = default;
};

MW_MESSAGE(process_table, master, workers, new_workers, old_workers, programs, old_programs)

/// Prints `0d00h02m07s`; negative times count as 0.
std::string uptime_text(int64_t seconds);

/// Prints a time for people: `340ms`, `4.2s`, `75s`.
std::string short_time_text(int64_t milliseconds);

/// The answer to `show proc` in six columns, as HAProxy 2.0 to 2.4 printed it, without the blank
/// line that ends it. A worker that is not ready yet, or waits to be restarted, is not in it:
/// clients take every row for a process that serves. Programs are listed if there are any. `debug`
/// adds the descriptors of the control pairs.
std::string show_proc(const process_table& table, bool debug);

/// So many old workers are no sign of trouble; for more there is a warning, and a line in
/// `show proc`: each holds memory, and clients whom no reload reaches.
inline constexpr size_t usual_old_workers = 10;

/// `11 old workers are alive: hard-stop-after and mworker-max-reloads limit their life`.
std::string old_workers_text(size_t count);

/// The answer to `show proc json`: one line, all that is known, with workers that are not ready.
std::string show_proc_json(const process_table& table);

/// The answer to `show workers`: every worker with its state, how often it was started again, why
/// the last process ended, and its last lines. Without the blank line that ends it.
std::string show_workers(const process_table& table);

/// The answer to `show programs`: every program of the configuration, also those that wait for
/// their next start or will have none, and those that a reload has told to end.
std::string show_programs(const process_table& table);

} // namespace mw
