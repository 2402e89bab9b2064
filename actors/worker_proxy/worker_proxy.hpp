// Speaks for one worker process: starts it, knows whether it answers, opens channels to it, ends
// it, notices its end.
#pragma once

#include "actors/plan/generation_plan.hpp"
#include "actors/processes/stop_steps.hpp"
#include "actors/runtime/component.hpp"
#include "actors/worker_proxy/channel_broker.hpp"
#include "actors/worker_proxy/leaving_cli.hpp"
#include "actors/worker_proxy/liveness.hpp"
#include "actors/worker_proxy/socket_lender.hpp"
#include "actors/worker_proxy/state_handover.hpp"
#include "actors/worker_proxy/worker_process.hpp"
#include "messages/protocols/type_ids.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mw {

/// A worker that hangs gets SIGABRT, for a core dump, and so long to write it.
inline constexpr auto abort_time_limit = std::chrono::seconds{5};

/// The master's end of the control pair stays open until the process is reaped; should this actor
/// end before, the worker sees the end of file and leaves.
class worker_proxy_state {
public:
  using handle = worker_proxy_actor;
  static constexpr const char* name = "worker-proxy";

  /// `process`: with the relative PID and the serial; the pid comes with worker_started.
  worker_proxy_state(runtime::host<handle>* self, process_key process, plan_ptr plan,
                     master_actor master, worker_surroundings around = {});

  handle::behavior_type make_behavior();
  void begin();

private:
  // worker_proxy.cpp: its life, from what comes before the start to the end.
  void borrow_sockets();
  void take_over_states();
  void states_known(const state_handover::answer& states);
  void said(const std::string& lines);
  void start(const shared_control& predecessor);
  void is_ready(std::string version);
  void process_ended(worker_ended news);
  void ended(worker_ended news);
  caf::result<channel_opened> open(const open_channel& wish);
  caf::result<end_of_process> ask_why();
  void answer_why(bool has_ended);

  // worker_proxy_stop.cpp: how it is ended.
  void stop(const stop_worker& how);
  bool keep_within_reach();
  void begin_to_leave();
  void not_ready_in_time();
  void is_hung(std::chrono::milliseconds silent);
  void next_stop_step();
  void not_stopped(uint32_t step);

  runtime::host<handle>* self_;
  process_key key_;
  plan_ptr plan_;
  master_actor master_;
  worker_surroundings around_;
  worker_process process_;
  channel_broker channels_;
  liveness liveness_;
  socket_lender lender_;
  std::unique_ptr<state_handover> handover_; ///< before the start
  net::unique_fd states_;                    ///< what it has brought, for the new process
  std::unique_ptr<leaving_cli> leaving_;     ///< with a HAProxy process that is leaving
  stop_progress stop_;
  std::string cause_; ///< why we ended it
  std::optional<worker_ended> end_;
  std::vector<caf::typed_response_promise<end_of_process>> askers_; ///< why a channel broke off
};

} // namespace mw
