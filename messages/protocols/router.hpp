// The protocol of a router: it finds who runs commands for a target.
#pragma once

#include "messages/cli/target.hpp"
#include "messages/protocols/command.hpp"
#include "messages/protocols/route_news.hpp"
#include "messages/protocols/worker_link.hpp"

namespace mw {

/// Asks which process a target means.
struct find_process {
  target where;

  friend bool operator==(const find_process&, const find_process&) = default;
};

MW_MESSAGE(find_process, where)

/// Asks for the facts that a prompt shows of this default target.
struct ask_prompt {
  target where;

  friend bool operator==(const ask_prompt&, const ask_prompt&) = default;
};

MW_MESSAGE(ask_prompt, where)

struct prompt_facts {
  process_key process; ///< the target's process now; pid 0: there is none
  bool reload_failed = false;

  friend bool operator==(const prompt_facts&, const prompt_facts&) = default;
};

MW_MESSAGE(prompt_facts, process, reload_failed)

/// Asks for the successor of a process that takes no commands any more.
struct find_successor {
  process_key of;

  friend bool operator==(const find_successor&, const find_successor&) = default;
};

MW_MESSAGE(find_successor, of)

struct successor {
  process_key process; ///< pid 0: there is none
  worker_proxy_actor proxy = {};
};

MW_MESSAGE(successor, process, proxy)

/// Names the runner of a command, or the reason why there is none.
struct runner_lease {
  enum class outcome : uint8_t {
    found,
    no_such_target, ///< no worker has this number, no process this pid, and none had it lately
    not_running,    ///< there is no such process any more, or not yet: see `reason`
  };
  outcome result = outcome::found;
  command_id id = 0; ///< the command's number; 0 in the answer to find_process
  process_key process = {};
  command_runner_actor runner =
      {};                  ///< for credit, input and cancelling; null in the answer to find_process
  std::string reason = {}; ///< for the client: `worker 1 (5249) killed by signal 9 (Killed)`
  bool ends_on_input = false; ///< the next line that the client sends ends the command
  bool reload_failed = false; ///< as in prompt_facts
  /// The runner, if the session keeps it: the next commands for this target may go to it at once.
  leasable_runner_actor kept = {};
  /// The epoch of a lease of the applet, which has no list of the sessions that keep it: it runs
  /// their commands as long as no lease with a higher number is possible.
  uint64_t lease_epoch = 0;
};

inline std::string to_string(runner_lease::outcome x) {
  constexpr const char* names[] = {"found", "no_such_target", "not_running"};
  return names[static_cast<size_t>(x)];
}

MW_MESSAGE(runner_lease, result, process, runner, reason)

/// Tells that a worker link has no command any more.
struct runner_idle {
  process_key process; ///< the process whose commands it runs
  bool framed = true;  ///< false: the worker speaks HAProxy's line protocol
};

MW_MESSAGE(runner_idle, process)

/// Reads the counters of workers: the answer has no text, only an end, when the carried totals have
/// got them.
struct take_samples {
  command_id id = 0; ///< the command_id of the answer's end
};

MW_MESSAGE(take_samples, id)

/// Gives commands to runners. There is one on each listener's thread.
using router_actor = protocol<
    // From a session: lets the command run for that target; the runner answers to the sink.
    caf::result<runner_lease>(target, run_command, reply_sink_actor),
    // From the carried totals.
    caf::result<runner_lease>(target, take_samples, reply_sink_actor),
    // From a session that selects a target.
    caf::result<runner_lease>(find_process),
    // From a session that prompts.
    caf::result<prompt_facts>(ask_prompt),
    // From a worker link whose process has not taken the command.
    caf::result<successor>(find_successor),
    // From a worker link.
    caf::result<void>(runner_idle, worker_link_actor),
    // From the route news.
    caf::result<void>(worker_up, worker_proxy_actor),
    // From the route news.
    caf::result<void>(worker_down),
    // From the route news.
    caf::result<void>(worker_leaving),
    // From the route news.
    caf::result<void>(service_news)>;

} // namespace mw
