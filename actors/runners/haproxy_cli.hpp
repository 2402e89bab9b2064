// Commands of many sessions to one HAProxy process, one behind the other over one connection.
#pragma once

#include "actors/reply/reply_stream.hpp"
#include "actors/runners/prompt_connection.hpp"
#include "actors/runners/slow_questions.hpp"
#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/base/unique_fd.hpp"

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace mw {

/// Whether others may be asked behind it: a short line that only reads, in a session without modes.
bool may_be_pipelined(const run_command& command);

/// An answer that is longer, or that is not complete in this time, goes alone: nobody waits behind
/// it, if there is another way.
inline constexpr size_t short_answer = 64 * 1024;
inline constexpr auto short_wait = std::chrono::milliseconds{20};

/// One for each level. Plain questions go to HAProxy without waiting for the answers to those
/// before; what has come in one turn of the loop goes in one write, and is answered in one, too:
/// with several sessions that is half of all system calls. There are two uses.
///
/// For speed, on the unit of its sessions: plain questions alone. As HAProxy answers in order, a
/// question must not hold up others for long: those behind one that does are given to the router,
/// for a connection of their own. They only read, so that it does no harm if they are run twice.
/// The connection is opened when it is needed. One that was recalled ends when no session keeps it.
///
/// As the only way to a process that is leaving, on the unit of its proxy: any command; what is no
/// plain question goes alone, its modes set and undone. It ends with its connection, which tells
/// worker links that what they wait for will not come; when it is recalled, it answers what it has,
/// and ends.
class haproxy_cli_state {
public:
  using handle = haproxy_cli_actor;
  static constexpr const char* name = "haproxy-cli";

  /// For speed. `router`: runs what cannot be run here; its end is this actor's end.
  haproxy_cli_state(runtime::host<handle>* self, process_key process, worker_proxy_actor proxy,
                    access_level level, router_actor router);
  /// As the only way: over a connection that was just opened.
  haproxy_cli_state(runtime::host<handle>* self, access_level level, net::unique_fd connection);

  handle::behavior_type make_behavior();

  void run(run_command command, reply_sink_actor sink);
  void credit(const reply_credit& more);
  void cancel(const cancel_command& which);

private:
  using time_point = caf::actor_clock::time_point;

  struct job {
    target where;
    bool leased = false; ///< by the session that asks
    run_command command;
    reply_stream answer;
    trace::context cause;
    std::optional<prompt_request> request; ///< nothing: a plain question needs none
    size_t bytes = 0;                      ///< of its answer, so far
  };

  // haproxy_cli.cpp: from a command to its answer.
  job make_job(const assignment& to, run_command& command, reply_sink_actor& sink);
  caf::result<runner_lease> ask(job asked);
  bool may_ask(const run_command& command);
  void write_soon();
  void write();
  bool may_follow(const job& next) const;
  void put(job& next);
  void open();
  void opened(const channel_opened& answer);
  void open_over(net::unique_fd connection, std::string_view idle);
  prompt_connection::handlers handlers();
  void on_bytes(std::string text);
  void on_done(std::string rest);
  void on_closed();
  void tell_end(job&& half);
  void close();
  void release(const reply_sink_actor& by);
  void recall();

  // haproxy_cli_queue.cpp: commands that cannot wait, or are not wanted any more.
  void give_up(job& which);
  void check();
  void remind();
  void let_first_go_alone();
  void drop_first();
  void hand_on(job&& asked);
  void hand_on_all();
  void forget(const reply_sink_actor& keeper);
  void end_if_unused();
  void gone(const caf::actor_addr& who);

  bool is_only_way() const { return !router_; }

  time_point now() const { return self_->clock().now(); }

  runtime::host<handle>* self_;
  process_key process_;
  worker_proxy_actor proxy_;
  access_level level_;
  router_actor router_;  ///< null: there is no other way
  net::unique_fd given_; ///< the connection that is the only way, until it is used
  std::deque<job> jobs_; ///< in the order of their answers
  size_t written_ = 0;   ///< so many of them, from the front
  std::optional<prompt_connection> connection_;
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
  slow_questions slow_;
};

} // namespace mw
