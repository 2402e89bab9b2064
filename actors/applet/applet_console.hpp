// A two-way session with the master's own applet (`@@`): a worker's CLI, over the applet's
// commands.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/cli/cli_settings.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/stream/line_splitter.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mw {

/// Runs a session's commands by means of the applet.
using applet_console_actor = protocol<
    // From a session.
    caf::result<void>(run_command, reply_sink_actor),
    // From a session.
    caf::result<void>(command_input),
    // From a session.
    caf::result<void>(reply_credit),
    // From a session.
    caf::result<void>(cancel_command),
    // From the applet.
    caf::result<void>(reply_chunk),
    // From the applet.
    caf::result<void>(reply_end)>;

/// Runs one two-way command: each of its commands, then each line that the client types, one after
/// the other.
class applet_console_state {
public:
  using handle = applet_console_actor;
  static constexpr const char* name = "applet-console";

  applet_console_state(runtime::host<handle>* self, listening_runner_actor applet);

  handle::behavior_type make_behavior();

private:
  void run(run_command command, reply_sink_actor sink);
  void input(const command_input& more);
  void chunk(reply_chunk& part);
  void ended(reply_end& end);
  void proceed();
  bool next_line();
  void execute_next();
  void execute(std::string_view text);
  void say(const setting_change& change);
  void print(std::string text);
  void print_prompt();
  void end();

  struct job {
    run_command command;
    reply_sink_actor sink;
  };

  runtime::host<handle>* self_;
  listening_runner_actor applet_;
  std::optional<job> job_;
  cli_settings settings_; ///< of this session
  net::line_splitter lines_;
  std::optional<std::string> rest_of_line_;
  std::string line_;
  bool waiting_ = false;     ///< for the applet's answer
  bool interactive_ = false; ///< else the first line is the only one
  bool line_done_ = false;   ///< a prompt is due
  bool input_ended_ = false;
};

} // namespace mw
