// The protocol of the master: it owns the table of processes.
#pragma once

#include "messages/base/health.hpp"
#include "messages/processes/process.hpp"
#include "messages/processes/program.hpp"
#include "messages/protocols/listener.hpp"
#include "messages/protocols/reply.hpp"
#include "messages/protocols/worker_proxy.hpp"

namespace mw {

/// Tells that the worker's process exists.
struct worker_started {
  process_key process; ///< with its pid; `relative` and `serial` as the master gave them
  int32_t master_fd = -1;
  int32_t worker_fd = -1;

  friend bool operator==(const worker_started&, const worker_started&) = default;
};

MW_MESSAGE(worker_started, process, master_fd, worker_fd)

/// Tells that the worker has answered on its CLI.
struct worker_ready {
  process_key process;
  std::string version = {}; ///< the version that it told; empty: it told none

  friend bool operator==(const worker_ready&, const worker_ready&) = default;
};

MW_MESSAGE(worker_ready, process, version)

/// Tells that the worker has been silent for too long, or answers again.
struct worker_liveness {
  process_key process;
  bool answers = true;

  friend bool operator==(const worker_liveness&, const worker_liveness&) = default;
};

MW_MESSAGE(worker_liveness, process, answers)

/// Brings the lines that a worker has written to its stderr before it was ready.
struct worker_said {
  process_key process;
  std::string lines; ///< whole lines, with LF

  friend bool operator==(const worker_said&, const worker_said&) = default;
};

template <class Inspector>
auto inspect(Inspector& f, worker_said& x) {
  auto shown = in_short(x.lines);
  return inspect_fields(f, "worker_said", x.process, shown);
}

/// Tells that the process has ended and is reaped, or could not be started (then its pid is 0).
struct worker_ended {
  process_key process;
  int32_t exit_code = 0; ///< 0 if a signal ended it
  int32_t signal = 0;    ///< 0: it exited by itself
  /// The reason that the exit status does not tell: `cannot be started: ...`, `was not ready within
  /// 60s`; else empty.
  std::string cause = {};
  /// The last lines that it wrote to its stderr.
  std::vector<std::string> last_words = {};

  friend bool operator==(const worker_ended&, const worker_ended&) = default;
};

MW_MESSAGE(worker_ended, process, exit_code, signal, cause)

/// Asks for a snapshot of all processes.
struct list_processes {};

MW_MESSAGE(list_processes)

/// Tells that the program got a signal.
struct signal_received {
  int32_t signal = 0;

  friend bool operator==(const signal_received&, const signal_received&) = default;
};

MW_MESSAGE(signal_received, signal)

/// Asks for a reload; the answer is its result.
struct reload {
  bool hard = false; ///< the old workers do not finish what they have begun

  friend bool operator==(const reload&, const reload&) = default;
};

MW_MESSAGE(reload, hard)

/// The result of a reload that began after it was asked for.
struct reload_result {
  bool success = false;
  std::string log; ///< its messages, whole lines as they were logged

  friend bool operator==(const reload_result&, const reload_result&) = default;
};

MW_MESSAGE(reload_result, success, log)

/// Asks for the messages of the last start or reload.
struct ask_startup_log {};

MW_MESSAGE(ask_startup_log)

/// The messages, whole lines; the last ones if there were too many.
struct startup_log {
  std::string lines;

  friend bool operator==(const startup_log&, const startup_log&) = default;
};

template <class Inspector>
auto inspect(Inspector& f, startup_log& x) {
  auto shown = in_short(x.lines);
  return inspect_fields(f, "startup_log", shown);
}

/// From a listener that speaks TLS: it is told of its new certificate by each reload.
struct watch_certificate {
  uint32_t listener = 0; ///< which `-S`, from 0
};

MW_MESSAGE(watch_certificate, listener)

/// Starts the workers, restarts them, replaces them, stops them.
using master_actor = protocol<
    // From a worker proxy.
    caf::result<void>(worker_started),
    // From a worker proxy.
    caf::result<void>(worker_ready),
    // From a worker proxy.
    caf::result<void>(worker_liveness),
    // From a worker proxy.
    caf::result<void>(worker_said),
    // From a worker proxy, its last message.
    caf::result<void>(worker_ended),
    // From the applet.
    caf::result<process_table>(list_processes),
    // From the applet: answered when it is done, however long that takes.
    caf::result<reload_result>(reload),
    // From the applet.
    caf::result<startup_log>(ask_startup_log),
    // From a listener.
    caf::result<void>(watch_certificate, listener_actor),
    // From the watchdog: answered when the worker proxies have answered it too.
    caf::result<alive>(health_check),
    // From the program keeper.
    caf::result<void>(program_started),
    // From the program keeper.
    caf::result<void>(program_ended),
    // From the program keeper, behind each change.
    caf::result<void>(programs_changed),
    // From the program keeper, its last message.
    caf::result<void>(programs_gone),
    // From the program's main function.
    caf::result<void>(signal_received)>;

} // namespace mw
