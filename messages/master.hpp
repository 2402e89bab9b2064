// The protocol of the master: it owns the table of processes.
#pragma once

#include "messages/process.hpp"
#include "messages/worker_proxy.hpp"

namespace mw {

/// The process exists.
struct worker_started {
  process_key process; ///< with its pid; `relative` and `serial` as the master gave them
  int32_t master_fd = -1;
  int32_t worker_fd = -1;

  friend bool operator==(const worker_started&, const worker_started&) = default;
};

template <class Inspector>
auto inspect(Inspector& f, worker_started& x) {
  return inspect_fields(f, "worker_started", x.process, x.master_fd, x.worker_fd);
}

/// The worker has answered on its CLI.
struct worker_ready {
  process_key process;

  friend bool operator==(const worker_ready&, const worker_ready&) = default;
};

template <class Inspector>
auto inspect(Inspector& f, worker_ready& x) {
  return inspect_fields(f, "worker_ready", x.process);
}

/// The process has ended and is reaped, or could not be started (then its pid is 0).
struct worker_ended {
  process_key process;
  int32_t exit_code = 0; ///< 0 if a signal ended it
  int32_t signal = 0;    ///< 0: it exited by itself
  /// What the exit status does not tell: `cannot be started: ...`, `was not ready within 60s`; else
  /// empty.
  std::string cause = {};

  friend bool operator==(const worker_ended&, const worker_ended&) = default;
};

template <class Inspector>
auto inspect(Inspector& f, worker_ended& x) {
  return inspect_fields(f, "worker_ended", x.process, x.exit_code, x.signal, x.cause);
}

/// Asks for a snapshot of all processes.
struct list_processes {};

template <class Inspector>
auto inspect(Inspector& f, list_processes&) {
  return inspect_fields(f, "list_processes");
}

/// The program got a signal.
struct signal_received {
  int32_t signal = 0;

  friend bool operator==(const signal_received&, const signal_received&) = default;
};

template <class Inspector>
auto inspect(Inspector& f, signal_received& x) {
  return inspect_fields(f, "signal_received", x.signal);
}

/// INTERNAL: the delay before this relative PID is started again is over.
struct restart_due {
  int32_t relative = 0;
};

template <class Inspector>
auto inspect(Inspector& f, restart_due& x) {
  return inspect_fields(f, "restart_due", x.relative);
}

/// INTERNAL: workers that were told to stop have had their time.
struct stop_overdue {};

template <class Inspector>
auto inspect(Inspector& f, stop_overdue&) {
  return inspect_fields(f, "stop_overdue");
}

/// Starts the workers, restarts them, stops them.
using master_actor = protocol<
    // From a worker proxy.
    caf::result<void>(worker_started),
    // From a worker proxy.
    caf::result<void>(worker_ready),
    // From a worker proxy, its last message.
    caf::result<void>(worker_ended),
    // From the applet.
    caf::result<process_table>(list_processes),
    // From the program's main function.
    caf::result<void>(signal_received),
    // INTERNAL
    caf::result<void>(restart_due),
    // INTERNAL
    caf::result<void>(stop_overdue)>;

} // namespace mw
