// Runs commands on one worker: on a built-in one over one channel that stays, on HAProxy over one
// for each command.
#pragma once

#include "actors/reply/reply_stream.hpp"
#include "actors/runners/answer_tail.hpp"
#include "actors/runtime/component.hpp"
#include "actors/stream/buffered_stream.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/stream/frame.hpp"

#include <optional>
#include <string>

namespace mw {

/// Lives on the unit of its sessions and serves one at a time. Commands and answers are told apart
/// by frames; a channel on which something went wrong is closed and never used again, or a late
/// answer would be taken for the next one's. HAProxy knows no frames: the end of the connection is
/// the end of the answer. While commands come one behind the other, the next one's channel is
/// opened ahead. A process that is leaving may take no channel any more: then its proxy names a
/// runner that has one. A command that its process has not taken, because it is leaving, goes to
/// the successor: no reload costs an answer. A session that keeps the link (its lessee) gives it
/// further commands without the router, until it has none for a while, ends, or the router recalls
/// the link.
class worker_link_state {
public:
  using handle = worker_link_actor;
  static constexpr const char* name = "worker-link";

  /// `router`: told whenever the link is free for another session; its end is the link's end.
  worker_link_state(runtime::host<handle>* self, process_key process, worker_proxy_actor proxy,
                    router_actor router);

  handle::behavior_type make_behavior();

  void run(run_command command, reply_sink_actor sink, bool may_move = false);
  void credit(const reply_credit& more);
  void cancel(const cancel_command& which);

private:
  using time_point = caf::actor_clock::time_point;

  void run_assigned(const assignment& to, run_command& command, reply_sink_actor& sink);
  caf::result<runner_lease> run_leased(const lease_use& by, run_command& command,
                                       reply_sink_actor& sink);
  void release(const reply_sink_actor& by);
  void recall();
  void give_back();

  void open();
  void give_to(const command_runner_actor& runner, access_level level);
  void take(reply_chunk& part);
  void take(reply_end& end);
  bool open_without_asking();
  void open_again();
  void open_ahead();
  void opened(const channel_opened& answer);
  void write_command();
  std::string framed_command() const;
  std::string line_command();
  bool has_waited_too_long() const;
  void not_taken();
  void go_on_with(const successor& next);
  trace::scope job_scope() const;
  void on_bytes(std::string_view bytes);
  void on_frames(std::string_view bytes);
  void on_text(std::string_view bytes);
  bool has_severity_prompt(std::string_view bytes) const;
  void on_closed(std::error_code error);
  void ask_why();

  void fail(const std::string& error);
  void give_on(std::string bytes);
  void end(command_id id, std::string error, std::string last = {},
           end_status status = end_status::ok);
  void give_up_job();
  void job_over();
  void gone(const caf::actor_addr& who);

  struct job {
    run_command command;
    reply_stream answer;
    bool may_move = false; ///< to the successor of a process that has not taken it
    trace::context cause = {};
    command_runner_actor runner = {}; ///< runs it: the process is leaving
    unsigned moves = 0;               ///< from one process to its successor
    bool repeated =
        false; ///< on another channel: the first one was idle for too long, or not taken
  };

  runtime::host<handle>* self_;
  process_key process_;
  worker_proxy_actor proxy_;
  router_actor router_;
  std::optional<job> job_;
  reply_sink_actor lessee_;
  bool recalled_ = false; ///< the lessee does not know it yet
  bool opening_ = false;
  buffered_stream channel_;
  bool framed_ = true; ///< what is spoken on the channel
  bool knows_patterns_ = false;
  shared_control control_; ///< see channel_opened
  net::frame_parser frames_;
  bool first_bytes_ = false; ///< of an answer without frames are still to come
  bool left_out_ = false;    ///< its first byte was not given on
  answer_tail tail_;         ///< of an answer without frames
  time_point opened_at_;
  time_point last_run_;
};

} // namespace mw
