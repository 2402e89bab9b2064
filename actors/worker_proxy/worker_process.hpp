// One worker process: starts it, hears what it says, sends it signals, notices its end.
#pragma once

#include "actors/plan/generation_plan.hpp"
#include "actors/processes/child_stderr.hpp"
#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/base/unique_fd.hpp"
#include "net/process/child_process.hpp"
#include "net/process/oom_count.hpp"

#include <asio/posix/stream_descriptor.hpp>
#include <tl/expected.hpp>

#include <functional>
#include <optional>
#include <string>
#include <system_error>

namespace mw {

/// Other actors that a new process may need.
struct worker_surroundings {
  worker_proxy_actor predecessor = {}; ///< of the process that it replaces, or null
  /// Ends HAProxy's processes should the master be killed; null: nobody does.
  guardian_keeper_actor guardian = {};
  net::oom_count oom =
      net::oom_count{}; ///< tells whether the kernel has killed a worker for want of memory
};

/// Owns pidfd and stderr. Owned by the worker's proxy.
class worker_process {
public:
  struct handlers {
    std::function<void(const std::string& lines)> said; ///< on stderr
    /// The end: with exit code or signal, the last words, and a cause if the process ran out of
    /// memory. Called once.
    std::function<void(worker_ended)> ended;
  };

  worker_process(runtime::host<worker_proxy_actor>* self, handlers on);

  /// Starts it as `key.relative` and completes `key`. `predecessor`: the control pair of the
  /// process whose sockets it takes over, or null. `states`: sealed text for it, or nothing.
  /// Returns the master's end of its control pair.
  tl::expected<net::unique_fd, std::error_code>
  start(process_key& key, const worker_executable& program, const worker_surroundings& around,
        const shared_control& predecessor, net::unique_fd states);

  /// Reads what it has said until now: that was said before what comes next.
  void drain() { stderr_.drain(); }

  /// Does nothing once the process has ended.
  void send_signal(int signal);

  /// The memory in which a built-in worker counts, to the first who asks.
  net::unique_fd take_counters() { return std::move(counters_); }

private:
  void make_counters(int32_t number);
  void guard(int32_t number, const guardian_keeper_actor& guardian);
  void watch();
  void ended(const net::exit_status& status);
  bool ran_out_of_memory(const net::exit_status& status) const;

  runtime::host<worker_proxy_actor>* self_;
  handlers on_;
  child_stderr stderr_;
  pid_t pid_ = 0;
  std::optional<asio::posix::stream_descriptor> pidfd_; ///< nothing: there is no process
  net::unique_fd counters_;
  bool killed_ = false; ///< by us
  std::optional<net::oom_count> oom_;
  std::optional<uint64_t> oom_before_; ///< the count at the start
};

} // namespace mw
