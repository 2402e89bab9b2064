// What the master starts for one worker.
#pragma once

#include "actors/common/worker_arguments.hpp"
#include "actors/plan/haproxy_executable.hpp"
#include "actors/plan/socket_store.hpp"
#include "net/base/unique_fd.hpp"
#include "net/process/child_process.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mw {

/// Descriptors that one process is given, by their numbers here; -1: none.
struct worker_descriptors {
  int control = -1;     ///< its end of the control pair
  int errors = -1;      ///< its stderr
  int predecessor = -1; ///< of HAProxy's processes: see haproxy_executable.hpp
  int states = -1;      ///< of built-in workers: see worker_options
  int counters = -1;    ///< the same
};

/// What all workers of one generation are started with. A value: copies share the descriptors.
struct worker_executable {
  std::string path;                     ///< this very executable, or HAProxy's
  std::vector<std::string> environment; ///< NAME=value
  unsigned count = 1;                   ///< how many workers there are
  std::shared_ptr<net::unique_fd> configuration;
  /// Stream for stdin and stdout: /dev/null in the background, or the launcher's terminal
  /// would never be free. Null: the master's own.
  std::shared_ptr<net::unique_fd> streams = {};
  /// The listening sockets of each `stats socket` and each `bind`, by its address.
  std::multimap<std::string, shared_sockets> sockets = {};
  /// Set: the workers are HAProxy's processes, and `configuration` and `sockets` are not used.
  std::optional<haproxy_executable> haproxy = {};

  /// The command of worker `number`.
  net::program command(unsigned number, const worker_descriptors& with) const;

  /// The number of the control pair's end in the worker.
  int control_number() const { return haproxy ? haproxy->control_fd : worker_descriptor::control; }

private:
  void complete_built_in(net::program& command, unsigned number,
                         const worker_descriptors& with) const;
};

} // namespace mw
