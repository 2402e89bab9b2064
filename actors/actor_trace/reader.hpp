// A trace reader: answers one `actor-trace` command, at its client's pace.
#pragma once

#include "actors/actor_trace/source.hpp"
#include "actors/reply/reply_stream.hpp"
#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <asio/steady_timer.hpp>

namespace mw {

/// The time between two looks of a live trace for new messages.
inline constexpr auto trace_look_period = std::chrono::milliseconds{100};

/// Lives on a thread of its own, that of no session: reading costs nobody time. Ends with its
/// answer, or with who takes it.
class trace_reader_state {
public:
  using handle = listening_runner_actor;
  static constexpr const char* name = "trace-reader";

  explicit trace_reader_state(runtime::host<handle>* self);

  handle::behavior_type make_behavior();

  void run(run_command command, reply_sink_actor sink);
  void input(const command_input& more);
  void credit(const reply_credit& more);
  void cancel(const cancel_command& which);

private:
  void look();
  void look_later();
  void look_again();
  void finish(std::string text, end_status status = end_status::ok);

  runtime::host<handle>* self_;
  asio::steady_timer timer_;
  reply_stream answer_;
  trace_source_ptr source_; ///< null: there is nothing to read
  bool looking_ = false;    ///< look() is due
};

} // namespace mw
