// Speaks for one worker process: starts it, knows when it is ready, opens channels to it, notices
// its end.
#pragma once

#include "actors/channel_end.hpp"
#include "actors/runtime/component.hpp"
#include "actors/worker_program.hpp"
#include "messages/type_ids.hpp"
#include "net/channel.hpp"
#include "net/child_process.hpp"

#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <tl/expected.hpp>

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace mw {

/// How long a worker may take to answer on its CLI.
inline constexpr auto readiness_time_limit = std::chrono::seconds{60};

/// How long it may take no more connections before those who wait for one are refused. Below
/// channel_time_limit, so that they learn why.
inline constexpr auto busy_time_limit = std::chrono::seconds{2};

/// Owns the process: pidfd and control pair. The master's end of the pair stays open until the
/// process is reaped; should this actor end before, the worker sees the end of file and leaves.
class worker_proxy_state {
public:
  using handle = worker_proxy_actor;
  static constexpr const char* name = "worker-proxy";

  /// `process`: with the relative PID and the serial; the pid comes with worker_started.
  worker_proxy_state(host<handle>* self, process_key process, worker_program program,
                     master_actor master);

  handle::behavior_type make_behavior();

private:
  void start();
  void started(net::child_process child, int control);
  void watch();
  void probe();
  void answered();
  void overdue();
  void ended(const net::exit_status& status);
  void finish(worker_ended news);

  tl::expected<net::unique_fd, errc> new_channel(net::channel_kind kind);
  caf::result<channel_opened> open(net::channel_kind kind);
  void wait_for_room();
  void open_waiting();
  void refuse_waiting(errc why);
  caf::result<fate> answer_fate();
  void answer_fates(bool has_ended);
  std::string fate_text() const;
  void send_signal(int signal);

  /// Who wants a channel while the control pair is full.
  struct waiting_asker {
    caf::typed_response_promise<channel_opened> promise;
    net::channel_kind kind;
  };

  host<handle>* self_;
  process_key process_;
  worker_program program_;
  master_actor master_;
  std::optional<asio::posix::stream_descriptor> control_;
  std::optional<asio::posix::stream_descriptor> pidfd_;
  std::deque<waiting_asker> waiting_;
  asio::steady_timer patience_; ///< with a worker that takes no channels
  channel_end probe_;
  bool ready_ = false;
  std::string cause_; ///< why we ended it
  std::optional<worker_ended> end_;
  std::vector<caf::typed_response_promise<fate>> asked_;
};

} // namespace mw
