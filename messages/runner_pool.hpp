// The protocol of a runner pool: it finds who runs commands for a target.
#pragma once

#include "messages/command.hpp"
#include "messages/router.hpp"
#include "messages/target.hpp"

namespace mw {

/// Asks which process a target means.
struct find_process {
  target where;

  friend bool operator==(const find_process&, const find_process&) = default;
};

template <class Inspector>
auto inspect(Inspector& f, find_process& x) {
  return inspect_fields(f, "find_process", x.where);
}

/// Who runs the command, or why nobody does.
struct runner_lease {
  enum class outcome : uint8_t {
    found,
    no_such_target, ///< no worker has this number, no process this pid, and none had it lately
    not_running,    ///< there is no such process any more, or not yet: see `reason`
  };
  outcome result = outcome::found;
  process_key process = {};
  command_runner_actor runner =
      {};                  ///< for credit, input and cancelling; null in the answer to find_process
  std::string reason = {}; ///< for the client: `worker 1 (5249) killed by signal 9 (Killed)`
};

inline std::string to_string(runner_lease::outcome x) {
  constexpr const char* names[] = {"found", "no_such_target", "not_running"};
  return names[static_cast<size_t>(x)];
}

template <class Inspector>
auto inspect(Inspector& f, runner_lease& x) {
  return inspect_fields(f, "runner_lease", x.result, x.process, x.runner, x.reason);
}

/// A worker link has no command any more.
struct runner_idle {
  process_key process; ///< whose commands it runs
};

template <class Inspector>
auto inspect(Inspector& f, runner_idle& x) {
  return inspect_fields(f, "runner_idle", x.process);
}

/// Gives commands to runners. One on each listener's thread.
using runner_pool_actor = protocol<
    // From a session: lets the command run for that target; the runner answers to the sink.
    caf::result<runner_lease>(target, run_command, reply_sink_actor),
    // From a session that selects a target.
    caf::result<runner_lease>(find_process),
    // From a worker link.
    caf::result<void>(runner_idle, command_runner_actor),
    // From the router.
    caf::result<void>(worker_up, worker_proxy_actor),
    // From the router.
    caf::result<void>(worker_down)>;

} // namespace mw
