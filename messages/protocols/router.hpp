// The protocol of a router: it finds who runs commands for a target.
#pragma once

#include "messages/cli/target.hpp"
#include "messages/protocols/command.hpp"
#include "messages/protocols/route_news.hpp"
#include "messages/protocols/worker_link.hpp"

namespace mw {

/// Says how a command is to find its runner.
struct command_route {
  target where;
  /// The session may have further commands for this target at once: it would lease the runner.
  bool wants_lease = false;
  /// Over a connection of its own, as it would hold up others there, or has been lost with one.
  bool own_connection = false;

  friend bool operator==(const command_route&, const command_route&) = default;
};

MW_MESSAGE(command_route, where, wants_lease, own_connection)

/// Asks which process a target means.
struct find_process {
  target where;

  friend bool operator==(const find_process&, const find_process&) = default;
};

MW_MESSAGE(find_process, where)

/// Asks for the facts that a prompt shows of this default target, and to be told when they change.
/// A session has one such target at a time.
struct watch_prompt {
  target where;

  friend bool operator==(const watch_prompt&, const watch_prompt&) = default;
};

MW_MESSAGE(watch_prompt, where)

/// Brings the facts that a prompt shows.
struct prompt_facts {
  process_key process; ///< the target's process now; pid 0: there is none
  bool reload_failed = false;

  friend bool operator==(const prompt_facts&, const prompt_facts&) = default;
};

MW_MESSAGE(prompt_facts, process, reload_failed)

/// An actor that shows a prompt.
using prompt_watcher_actor = protocol<
    // From the router.
    caf::result<void>(prompt_facts)>;

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

/// Names the process that a target means, or the reason why there is none.
struct found_process {
  enum class outcome : uint8_t {
    found,
    no_such_target, ///< no worker has this number, no process this pid, and none had it lately
    not_running,    ///< there is no such process any more, or not yet: see `reason`
  };
  outcome result = outcome::found;
  process_key process = {}; ///< of a group: none
  std::string reason = {};  ///< for the client: `worker 1 (5249) killed by signal 9 (Killed)`
};

inline std::string to_string(found_process::outcome x) {
  constexpr const char* names[] = {"found", "no_such_target", "not_running"};
  return names[static_cast<size_t>(x)];
}

MW_MESSAGE(found_process, result, process, reason)

/// Names the runner of a command, or the reason why there is none.
struct runner_lease {
  using outcome = found_process::outcome;
  command_id id = 0; ///< the command's number
  outcome result = outcome::found;
  process_key process = {};
  std::string reason = {};           ///< as in found_process
  running_command_actor runner = {}; ///< for credit and cancelling
  input_sink_actor input = {};       ///< what the client types goes there; null: it waits
  /// The runner, if the session leases it: the next commands for this target may go to it at once.
  leasable_runner_actor leased = {};
  /// The epoch of a lease of the applet, which has no list of the sessions that lease it: it runs
  /// their commands as long as no lease with a higher number is possible.
  uint64_t epoch = 0;
};

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
    caf::result<runner_lease>(command_route, run_command, reply_sink_actor),
    // From the carried totals.
    caf::result<runner_lease>(target, take_samples, reply_sink_actor),
    // From a session that selects a target.
    caf::result<found_process>(find_process),
    // From a session that prompts.
    caf::result<prompt_facts>(watch_prompt, prompt_watcher_actor),
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
