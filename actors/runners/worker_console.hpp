// A two-way session of a client with one worker (`@@1`): bytes in both directions until the worker
// ends it.
#pragma once

#include "actors/reply/reply_stream.hpp"
#include "actors/runners/answer_tail.hpp"
#include "actors/runtime/component.hpp"
#include "actors/stream/buffered_stream.hpp"
#include "messages/protocols/type_ids.hpp"

#include <string>
#include <string_view>

namespace mw {

/// Lives on its session's unit and for one command, which it runs over one channel with HAProxy's
/// line protocol.
class worker_console_state {
public:
  using handle = listening_runner_actor;
  static constexpr const char* name = "worker-console";

  worker_console_state(runtime::host<handle>* self, process_key process, worker_proxy_actor proxy);

  handle::behavior_type make_behavior();

  void run(run_command command, reply_sink_actor sink);
  void input(const command_input& more);
  void credit(const reply_credit& more);
  void cancel(const cancel_command& which);

private:
  void look_for_quit(std::string_view bytes);
  void opened(const channel_opened& answer);
  void on_bytes(std::string_view bytes);
  void on_closed();
  bool ends_as_it_should() const;
  void end(std::string error);

  runtime::host<handle>* self_;
  process_key process_;
  worker_proxy_actor proxy_;
  run_command command_;
  reply_stream answer_;
  buffered_stream channel_;
  std::string early_input_; ///< what came before the channel was open
  bool input_ended_ = false;
  std::string open_line_; ///< of the client: its beginning, until it is complete
  bool quit_said_ = false;
  answer_tail tail_;
};

} // namespace mw
