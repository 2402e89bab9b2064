// Speaks for one worker process: starts it, knows whether it answers, opens channels to it, ends
// it, notices its end.
#pragma once

#include "actors/plan/generation_plan.hpp"
#include "actors/processes/child_stderr.hpp"
#include "actors/processes/stop_steps.hpp"
#include "actors/runners/channel_stream.hpp"
#include "actors/runtime/component.hpp"
#include "actors/worker_proxy/leaving_cli.hpp"
#include "actors/worker_proxy/state_handover.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/process/child_process.hpp"
#include "net/process/oom_count.hpp"
#include "net/stream/channel.hpp"

#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>
#include <tl/expected.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mw {

/// How long a worker may take no more connections before those who wait for one are refused. Below
/// channel_time_limit, so that they learn why.
inline constexpr auto busy_time_limit = std::chrono::seconds{2};

/// A worker that hangs gets SIGABRT, for a core dump, and so long to write it.
inline constexpr auto abort_time_limit = std::chrono::seconds{5};

/// What a new process may need of others.
struct worker_surroundings {
  worker_proxy_actor predecessor = {}; ///< of the process that it replaces, or null
  /// Ends HAProxy's processes should the master be killed; null: nobody does.
  guardian_keeper_actor guardian = {};
  net::oom_count oom =
      net::oom_count{}; ///< tells whether the kernel has killed a worker for want of memory
};

/// Owns the process: pidfd, control pair and stderr. The master's end of the pair stays open until
/// the process is reaped; should this actor end before, the worker sees the end of file and leaves.
class worker_proxy_state {
public:
  using handle = worker_proxy_actor;
  static constexpr const char* name = "worker-proxy";

  /// `process`: with the relative PID and the serial; the pid comes with worker_started.
  worker_proxy_state(runtime::host<handle>* self, process_key process, plan_ptr plan,
                     master_actor master, worker_surroundings around = {});

  handle::behavior_type make_behavior();

private:
  using time_point = caf::actor_clock::time_point;

  // worker_proxy_start.cpp: what comes before it, and its start.
  void prepare(const worker_proxy_actor& predecessor);
  void borrow_sockets(const worker_proxy_actor& predecessor);
  void take_over_states(const worker_proxy_actor& predecessor);
  void states_known(const state_handover::answer& states);
  void start(const shared_control& predecessor);
  void make_counters();
  void started(net::child_process child, int control);

  // worker_proxy.cpp: its life, to the end.
  caf::result<control_lent> lend();
  void lend_now();
  void refuse_to_lend();
  void watch();
  void said(const std::string& lines);
  void ended(const net::exit_status& status);
  bool ran_out_of_memory(const net::exit_status& status) const;
  void finish(worker_ended news);
  caf::result<end_of_process> answer_fate();
  void answer_ends(bool has_ended);
  std::string closing_text() const;

  // worker_proxy_health.cpp: whether it answers, and how it is ended.
  void ask();
  void answered(std::string_view bytes);
  void not_ready_in_time();
  void check_answer();
  void ping_later();
  void is_silent(std::chrono::milliseconds since);
  std::chrono::milliseconds ping_period() const;
  std::chrono::milliseconds suspect_after() const;
  void send_signal(int signal);
  void stop(const stop_worker& how);
  void begin_to_leave();
  void next_stop_step();
  void not_stopped(uint32_t step);

  // worker_proxy_channels.cpp: connections to it.
  bool keep_within_reach();
  void check_for_work();
  tl::expected<net::unique_fd, errc> new_channel(net::channel_kind kind);
  caf::result<channel_opened> open(net::channel_kind kind);
  channel_opened opened(net::unique_fd end, net::channel_kind kind);
  shared_control share_control();
  caf::result<channel_opened> open_kept(net::channel_kind kind);
  void wait_for_room();
  void open_waiting();
  void refuse_waiting(errc why);

  /// Who wants a channel while the control pair is full.
  struct waiting_asker {
    caf::typed_response_promise<channel_opened> promise;
    net::channel_kind kind;
  };

  runtime::host<handle>* self_;
  process_key process_;
  plan_ptr plan_;
  master_actor master_;
  worker_surroundings around_;
  std::optional<asio::posix::stream_descriptor> control_;
  std::optional<asio::posix::stream_descriptor> pidfd_;
  child_stderr stderr_;
  std::deque<waiting_asker> waiting_;
  asio::steady_timer patience_; ///< with a worker that takes no channels
  channel_stream probe_;
  channel_stream socket_probe_; ///< asks whether the worker has listening sockets to hand over
  std::optional<caf::typed_response_promise<control_lent>> borrower_;
  std::unique_ptr<state_handover> handover_; ///< before the start
  net::unique_fd states_;                    ///< what it has brought, for the new process
  net::unique_fd counters_;                  ///< a built-in worker counts in it; until it is lent
  std::unique_ptr<leaving_cli> kept_;        ///< with a HAProxy process that is leaving
  std::chrono::milliseconds work_check_after_{};
  bool ready_ = false;
  bool suspect_ = false;
  bool knows_patterns_ = false;        ///< see channel_opened
  shared_control shared_;              ///< until the worker leaves or ends
  std::optional<time_point> asked_at_; ///< set: the worker owes an answer
  stop_progress stop_;
  std::string cause_;                  ///< why we ended it
  bool killed_ = false;                ///< by us
  std::optional<uint64_t> oom_before_; ///< the count at the start
  std::optional<worker_ended> end_;
  std::vector<caf::typed_response_promise<end_of_process>> asked_;
};

} // namespace mw
