// The protocol of a worker proxy: it speaks for one worker process.
#pragma once

#include "messages/base/descriptor.hpp"
#include "messages/base/error.hpp"
#include "messages/base/health.hpp"
#include "messages/base/protocol.hpp"
#include "messages/protocols/command.hpp"

namespace mw {

/// Asks for a new channel to the worker.
struct open_channel {
  /// Commands and answers in frames, any number of them, if the worker knows how; else HAProxy's
  /// line protocol.
  bool framed = false;
  access_level level = access_level::admin; ///< of the command that is to go over it
};

MW_MESSAGE(open_channel, framed)

/// Brings the master's end of a new channel, which its taker owns.
struct channel_opened {
  descriptor_box end = {};
  bool framed = false; ///< whether frames are spoken on it
  /// Whether payloads in the line protocol may end with a word (`<<EOF`), not only with an empty
  /// line.
  bool knows_patterns = false;
  /// The control pair over which further channels in the line protocol may be passed without asking
  /// again (net/stream/channel.hpp), until that fails. Null: ask.
  shared_control control = {};
  /// In place of a channel, set when the process is leaving and takes none: who runs commands of
  /// that level.
  command_runner_actor runner = {};
};

MW_MESSAGE(channel_opened, end, framed)

/// Asks for the master's end of the control pair: the next process of this relative PID takes over
/// the listening sockets through it (HAProxy's `-x`).
struct lend_control {};

MW_MESSAGE(lend_control)

/// Brings the control pair; never null.
struct control_lent {
  shared_control control;
};

MW_MESSAGE(control_lent, control)

/// Asks for the memory in which a built-in worker counts (net/base/counter_memory.hpp).
struct lend_counters {};

MW_MESSAGE(lend_counters)

/// Brings the memory to the first actor that asks; empty for all others, and for HAProxy's
/// processes.
struct counters_lent {
  descriptor_box memory;
};

MW_MESSAGE(counters_lent, memory)

/// Asks why a channel broke off.
struct ask_end {};

MW_MESSAGE(ask_end)

/// Tells how the process ended, or that it lives.
struct end_of_process {
  /// The text for the client: `worker 1 (5249) was killed by signal 9 (Killed)`, `worker 1 (5249)
  /// has closed the connection`.
  std::string text;
  bool ended = true; ///< else the process lives

  friend bool operator==(const end_of_process&, const end_of_process&) = default;
};

MW_MESSAGE(end_of_process, text, ended)

/// Sends a signal to the worker, through its pidfd.
struct signal_worker {
  int32_t signal = 0;

  friend bool operator==(const signal_worker&, const signal_worker&) = default;
};

MW_MESSAGE(signal_worker, signal)

/// Ends the worker: by this signal, and by harder ones if it does not end.
struct stop_worker {
  /// SIGUSR1: it may finish what it has begun, within hard-stop-after; SIGTERM and SIGINT: not.
  int32_t signal = 0;
  std::string cause = {}; ///< the reason to tell with its end: `exceeds max reloads (10)`; empty:
                          ///< none

  friend bool operator==(const stop_worker&, const stop_worker&) = default;
};

MW_MESSAGE(stop_worker, signal, cause)

/// Speaks for one worker process, from its start to its end.
using worker_proxy_actor = protocol<
    // From a worker link: errc::process_gone, process_busy or no_descriptors if there can be none.
    caf::result<channel_opened>(open_channel),
    // From a worker link whose channel broke off: answered when the process has ended, or soon.
    caf::result<end_of_process>(ask_end),
    // From the proxy of the next process: errc::process_gone if there is none to take over from.
    caf::result<control_lent>(lend_control),
    // From the totals, also when the process has just ended.
    caf::result<counters_lent>(lend_counters),
    // From the master.
    caf::result<void>(signal_worker),
    // From the master.
    caf::result<void>(stop_worker),
    // From the master, for the watchdog.
    caf::result<alive>(health_check),
    // From the runners of a process that is leaving: what it answers to the proxy's own questions.
    caf::result<void>(reply_chunk),
    // From them.
    caf::result<void>(reply_end)>;

} // namespace mw
