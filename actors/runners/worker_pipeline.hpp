// Questions of many sessions to one HAProxy process, one behind the other over one connection.
#pragma once

#include "actors/runners/prompt_connection.hpp"
#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace mw {

/// Whether a pipeline may run it: a short line that only reads, in a session without modes.
bool may_be_pipelined(const run_command& command);

/// An answer that is longer, or that is not complete in this time, goes alone: nobody waits behind
/// it.
inline constexpr size_t short_answer = 64 * 1024;
inline constexpr auto short_wait = std::chrono::milliseconds{20};
/// So long is a question with such an answer not asked over a pipeline again.
inline constexpr auto slow_time = std::chrono::seconds{10};

/// One for each level, on the unit of its sessions. What has come in one turn of the loop goes to
/// HAProxy in one write, and is answered in one, too: with several sessions that is half of all
/// system calls. As HAProxy answers in order, a question must not hold up others for long: those
/// behind one that does are given to the router, for a connection of their own. They only read, so
/// that it does no harm if they are run twice. A pipeline that was recalled ends when no session
/// keeps it.
class worker_pipeline_state {
public:
  using handle = worker_pipeline_actor;
  static constexpr const char* name = "worker-pipeline";

  /// `router`: runs what cannot be run here; its end is the pipeline's end.
  worker_pipeline_state(runtime::host<handle>* self, process_key process, worker_proxy_actor proxy,
                        access_level level, router_actor router);

  handle::behavior_type make_behavior();

private:
  using time_point = caf::actor_clock::time_point;

  struct question {
    target where;
    run_command command;
    reply_sink_actor sink;
    bool leased = false; ///< by the session that asks
    trace::context cause;
    size_t bytes = 0; ///< of its answer, so far
  };

  caf::result<runner_lease> ask(question asked);
  bool may_ask(const run_command& command);
  void write_soon();
  void write();
  void open();
  void opened(const channel_opened& answer);
  prompt_connection::handlers handlers();
  void on_bytes(std::string text);
  void on_done(std::string rest);
  void on_closed();
  void tell_fate(question&& half);
  void close();

  // worker_pipeline_queue.cpp: questions that cannot wait, or are not wanted any more.
  void credit(const reply_credit& more);
  void cancel(const cancel_command& which);
  void release(const reply_sink_actor& by);
  void recall();
  void check();
  void remind();
  void let_first_go_alone();
  void drop_first();
  bool needs_own_connection(const std::string& text);
  void hand_on(question&& asked);
  void hand_on_all();
  void forget(const reply_sink_actor& keeper);
  void end_if_unused();
  void gone(const caf::actor_addr& who);

  runtime::host<handle>* self_;
  process_key process_;
  worker_proxy_actor proxy_;
  access_level level_;
  router_actor router_;
  std::deque<question> questions_; ///< in the order of their answers
  size_t written_ = 0;             ///< so many of them, from the front
  std::optional<prompt_connection> session_;
  time_point last_write_;
  bool opening_ = false;
  bool write_due_ = false;
  bool check_due_ = false;
  bool answered_ = false; ///< a question, since the last check
  bool alone_ = false;    ///< the first question may take long: none is asked behind it
  bool unwanted_ = false; ///< behind its answer come some that nobody waits for here
  bool recalled_ = false;
  size_t ends_asked_ = 0; ///< whose answers a session waits for
  std::set<caf::actor_addr> keepers_;
  std::map<std::string, time_point> slow_; ///< questions that hold up others, and until when
};

} // namespace mw
