// The protocol of the route news: which actor speaks for which process.
#pragma once

#include "messages/base/health.hpp"
#include "messages/processes/process.hpp"
#include "messages/protocols/worker_proxy.hpp"

namespace mw {

/// Tells that a worker answers on its CLI from now on.
struct worker_up {
  process_key process;

  friend bool operator==(const worker_up&, const worker_up&) = default;
};

MW_MESSAGE(worker_up, process)

/// Tells that a worker process has ended.
struct worker_down {
  process_key process;
  /// The reason for clients: `worker 1 (5249) was killed by signal 9 (Killed)`.
  std::string reason;
  /// The consequence for its number: `is started again in 33 ms`; empty: nothing, or it is not
  /// known.
  std::string next = {};

  friend bool operator==(const worker_down&, const worker_down&) = default;
};

MW_MESSAGE(worker_down, process, reason, next)

/// Tells that another process has the worker's relative PID from now on; the worker finishes what
/// it has begun, and is reached by its pid.
struct worker_leaving {
  process_key process;

  friend bool operator==(const worker_leaving&, const worker_leaving&) = default;
};

MW_MESSAGE(worker_leaving, process)

/// Tells what concerns all workers of the serving generation.
struct service_news {
  int32_t workers = 1;        ///< relative PIDs go from 1 to this
  bool reload_failed = false; ///< whether the last reload failed; prompts say so

  friend bool operator==(const service_news&, const service_news&) = default;
};

MW_MESSAGE(service_news, workers, reload_failed)

/// An actor that is told of all changes, and so need not ask before a command.
using route_watcher_actor = protocol<
    // From the route news: this worker can be reached through its proxy.
    caf::result<void>(worker_up, worker_proxy_actor),
    // From the route news: this worker is gone.
    caf::result<void>(worker_down),
    // From the route news: this worker has a successor.
    caf::result<void>(worker_leaving),
    // From the route news.
    caf::result<void>(service_news)>;

/// Asks to be told of all present workers, and of all changes from then on.
struct watch_routes {};

MW_MESSAGE(watch_routes)

/// Knows which actor speaks for which worker process.
using route_news_actor = protocol<
    // From the master.
    caf::result<void>(worker_up, worker_proxy_actor),
    // From the master.
    caf::result<void>(worker_down),
    // From the master.
    caf::result<void>(worker_leaving),
    // From the master.
    caf::result<void>(service_news),
    // From a router.
    caf::result<void>(watch_routes, route_watcher_actor),
    // From the watchdog.
    caf::result<alive>(health_check)>;

} // namespace mw
