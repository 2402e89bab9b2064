// The protocol of the router: which actor speaks for which process.
#pragma once

#include "messages/error.hpp"
#include "messages/process.hpp"
#include "messages/target.hpp"
#include "messages/worker_proxy.hpp"

namespace mw {

/// A worker answers on its CLI from now on.
struct worker_up {
  process_key process;

  friend bool operator==(const worker_up&, const worker_up&) = default;
};

template <class Inspector>
auto inspect(Inspector& f, worker_up& x) {
  return inspect_fields(f, "worker_up", x.process);
}

/// A worker process has ended.
struct worker_down {
  process_key process;
  /// For clients: `worker 1 (5249) was killed by signal 9 (Killed)`.
  std::string reason;

  friend bool operator==(const worker_down&, const worker_down&) = default;
};

template <class Inspector>
auto inspect(Inspector& f, worker_down& x) {
  return inspect_fields(f, "worker_down", x.process, x.reason);
}

/// Told of changes, so that nobody needs to ask again before each command.
using route_watcher_actor = protocol<
    // From the router: this worker can be reached.
    caf::result<void>(worker_up),
    // From the router: this one is gone.
    caf::result<void>(worker_down)>;

/// Asks who runs commands for a worker. The asker is told of all changes from then on.
struct resolve {
  target where;

  friend bool operator==(const resolve&, const resolve&) = default;
};

template <class Inspector>
auto inspect(Inspector& f, resolve& x) {
  return inspect_fields(f, "resolve", x.where);
}

/// The process that a target means now.
struct route {
  process_key process;
  worker_proxy_actor proxy;
};

template <class Inspector>
auto inspect(Inspector& f, route& x) {
  return inspect_fields(f, "route", x.process, x.proxy);
}

/// Knows which actor speaks for which worker process.
using router_actor = protocol<
    // From the master.
    caf::result<void>(worker_up, worker_proxy_actor),
    // From the master.
    caf::result<void>(worker_down),
    // From a session: errc::no_such_target or errc::target_not_running.
    caf::result<route>(resolve, route_watcher_actor)>;

} // namespace mw
