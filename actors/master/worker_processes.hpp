// The proxies of the workers' processes: starts them, passes on orders, asks them whether they
// live.
#pragma once

#include "actors/master/master_environment.hpp"
#include "actors/master/worker_table.hpp"
#include "actors/runtime/component.hpp"

#include <map>
#include <optional>
#include <string>

namespace mw {

/// A proxy lives a little longer than its process, to tell what became of it: it is known until its
/// actor has ended.
class worker_processes {
public:
  worker_processes(runtime::host<master_actor>* self, start_worker_function start_worker)
      : self_(self), start_worker_(std::move(start_worker)) {}

  /// Starts the process that the table has named, and watches its proxy.
  void start(worker& one, const worker_proxy_actor& predecessor);

  /// The process whose proxy this actor was; nothing if it was none.
  std::optional<process_key> gone(const caf::actor_addr& actor);

  /// Tells a worker that has a process to end. `cause`: told with its end, or empty.
  void stop(const worker& one, int signal, std::string cause = {}) const;

  /// Sends a worker a signal, if it has a process.
  void signal(const worker& one, int signal) const;

  /// Answered when the proxies of all workers have answered: each has a thread of its own.
  caf::result<alive> check_health(worker_table& workers) const;

  /// The end of all proxies; no process is left.
  void end() const;

private:
  struct known_proxy {
    process_key process;
    worker_proxy_actor handle;
  };

  runtime::host<master_actor>* self_;
  start_worker_function start_worker_;
  std::map<caf::actor_addr, known_proxy> proxies_;
};

} // namespace mw
