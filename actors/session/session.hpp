// A session: one client of the master CLI. Its lines become commands, its commands go to runners,
// answers and prompts come back in order.
#pragma once

#include "actors/runtime/component.hpp"
#include "actors/session/cli_input.hpp"
#include "actors/session/client_stream.hpp"
#include "actors/session/deadlines.hpp"
#include "actors/session/dialogue.hpp"
#include "actors/session/lease_holder.hpp"
#include "actors/session/log_batch.hpp"
#include "actors/session/prompt_line.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/base/unique_fd.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mw {

/// The actors and settings that a session gets from its listener.
struct session_environment {
  router_actor router;
  command_log_actor log;
  access_level level = access_level::admin;
  int64_t master_started = 0;                       ///< seconds of the steady clock
  severity_output severity = severity_output::none; ///< at first
  /// The default target at first. If it is a worker, sessions are as those on a worker's own
  /// socket: one line unless they ask for more.
  target first_target = {};
  std::string peer = {}; ///< who the client is, for the log
};

class session_state {
public:
  using handle = session_actor;
  static constexpr const char* name = "session";

  session_state(runtime::host<handle>* self, net::connection client,
                session_environment environment);
  session_state(const session_state&) = delete;
  session_state& operator=(const session_state&) = delete;
  /// A command that is under way has a line in the log, too.
  ~session_state();

  handle::behavior_type make_behavior();

  /// Reads what the client sends from now on.
  void begin() { proceed(); }

private:
  using time_point = caf::actor_clock::time_point;

  struct running_command {
    command_id id = 0;
    target where = {};
    std::string typed = {}; ///< that target, as the client wrote it
    bool two_way = false;
    bool interactive = false; ///< two-way without a command: lasts until one side ends it
    time_point since = {};
    running_command_actor runner = {}; ///< null: the router has not answered yet
    input_sink_actor input = {};       ///< what the client types goes there; null: it waits
    process_key process = {};
    size_t uncredited = 0; ///< bytes printed for which the runner has no credit yet
  };

  // session.cpp: from bytes to commands, from answers to bytes, and what takes too long.
  client_stream::handlers client_handlers();
  void step(dialogue_event event);
  void on_bytes(std::string_view bytes);
  void on_input_end();
  void on_client_gone();
  void end_live_command(std::string_view bytes);
  void proceed();
  bool take_next();
  bool was_the_only_line() const;
  bool wants_input() const;
  void chunk(const reply_chunk& part);
  void ended(const reply_end& end);
  void give_credit();
  void refuse(std::string_view text, end_status status);
  void refuse_too_long(std::string_view text);
  void log_end(std::string_view result, end_status status);
  std::optional<time_point> due(session_limit what) const;
  std::optional<time_point> command_due() const;
  void look_at_limits();
  bool time_is_up(session_limit what);
  void give_up_command();
  void remind();

  // session_commands.cpp: what a command does, and the prompt behind it.
  void execute(cli_command& command);
  bool execute_own_word(std::string_view text);
  void execute_prefixed(cli_command& command);
  void select(const target& where, const std::string& typed);
  void selected(const target& where, const std::string& typed, const found_process& answer);
  void run(const target& where, cli_command& command, bool two_way);
  void send_command(run_command command);
  void started(const runner_lease& answer);
  void take_runner(const runner_lease& from);
  void cancel(const runner_lease& late);
  void refuse_target(const found_process& why, const std::string& typed);
  void print_prompt();
  void show_prompt();

  bool prompts() const { return settings_.prompt.mode == prompt_mode::kind::prompt; }

  runtime::host<handle>* self_;
  session_environment environment_;
  client_stream client_;
  cli_input input_;
  cli_settings settings_;
  prompt_line prompt_;
  dialogue_state dialogue_ = dialogue_state::ready;
  std::optional<running_command> running_; ///< set as long as the dialogue has a command
  lease_holder leases_;
  log_batch log_;
  reminders reminders_;
  command_id last_id_ = 0; ///< the correlation id of the last command
  time_point last_input_;
  std::optional<time_point> gone_since_; ///< the client
  bool input_ended_ = false;
  bool has_run_ = false; ///< a command
};

} // namespace mw
