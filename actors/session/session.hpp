// A session: one client of the master CLI. Its lines become commands, its commands go to runners,
// answers and prompts come back in order.
#pragma once

#include "actors/runtime/component.hpp"
#include "actors/session/cli_input.hpp"
#include "actors/session/client_stream.hpp"
#include "actors/session/log_batch.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/base/unique_fd.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mw {

/// What a session needs from its listener.
struct session_environment {
  router_actor router;
  command_log_actor log;
  access_level level = access_level::admin;
  int64_t master_started = 0;                       ///< seconds of the steady clock
  severity_output severity = severity_output::none; ///< at first
  /// So is the default target. Of a worker: its sessions are as those on a worker's own socket,
  /// one line unless they ask for more.
  target first_target = {};
  std::string peer = {}; ///< who the client is, for the log
};

/// A session whose worker's commands come faster than that one behind the other keeps the link to
/// it.
inline constexpr auto lease_time = std::chrono::seconds{1};

/// The router lives on the session's thread and never waits for anybody.
inline constexpr auto router_time_limit = std::chrono::seconds{5};
/// What a prompt says may have changed in a command that took longer: the router is asked again.
inline constexpr auto facts_time_limit = std::chrono::milliseconds{10};

/// A worker's command that has brought no end of its answer by then is given up, unless the session
/// was told another limit (`set timeout cli`). The master's own end by themselves.
inline constexpr auto command_time_limit = std::chrono::milliseconds{60'000};
/// A client without a prompt that says nothing for so long is closed: people may take their time.
inline constexpr auto idle_time_limit = std::chrono::minutes{10};
/// A client that has not read a byte for so long is thrown out.
inline constexpr auto stalled_output_time_limit = std::chrono::seconds{30};
/// A command that takes longer has its client watched: should it vanish, nobody waits for the
/// answer. Not at once, as that costs a system call, and most commands are done by then.
inline constexpr auto watch_client_after = std::chrono::milliseconds{250};
/// What a client that is entirely gone has asked for may still be carried out so long; then its
/// slot is free.
inline constexpr auto gone_client_time_limit = std::chrono::milliseconds{500};

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

private:
  using time_point = caf::actor_clock::time_point;
  using words = std::vector<std::string>;

  struct running_command {
    command_id id = 0;
    command_runner_actor runner = {}; ///< null until the router has answered
    target where = {};
    std::string typed = {}; ///< that target, as the client wrote it
    process_key process = {};
    bool reload_failed = false; ///< at the command's begin
    bool two_way = false;
    bool interactive = false; ///< two-way without a command: lasts until one side ends it
    bool live =
        false; ///< lasts until the client presses Enter: `actor-trace follow`, `show events -w`
    bool live_typed = false; ///< the client has begun a line
    bool live_over = false;  ///< the client has ended a line: the runner knows
    size_t uncredited = 0;   ///< bytes printed for which the runner has no credit yet
    time_point since;
  };

  /// Where the last command for one worker went, for as long as the next may follow it there.
  struct lease {
    target where;
    time_point used = {};    ///< when that command began
    runner_lease given = {}; ///< `kept` in it is null: there is no link to follow it to
  };

  /// The command that is executed, for the log.
  struct logged_command {
    std::string target;
    std::string text;
    time_point since;
  };

  // session.cpp: from bytes to commands, from answers to bytes.
  client_stream::handlers client_handlers();
  void on_bytes(std::string_view bytes);
  void on_input_end();
  void end_live_command(std::string_view bytes);
  void proceed();
  bool take_next();
  bool was_the_only_line() const;
  bool wants_input() const;
  void chunk(const reply_chunk& part);
  void ended(const reply_end& end);
  void give_credit();
  void refuse(std::string_view text);
  void refuse_too_long(std::string_view text);

  // session_prompt.cpp: what stands in front of the next command.
  std::optional<prompt_facts> facts_of_lease() const;
  void print_prompt(const std::optional<prompt_facts>& known = {});
  void show_prompt(const prompt_facts& facts);

  // session_commands.cpp: what a command does.
  void execute(cli_command& command);
  void execute_prefixed(cli_command& command);
  void select(const target& where, const std::string& typed);
  void selected(const target& where, const std::string& typed, const runner_lease& answer);
  void remember_default(const process_key& process);
  void run(const target& where, cli_command& command, bool two_way);
  void started(const runner_lease& answer);
  void take_runner(const runner_lease& from);
  static runner_lease no_answer_of_router(command_id id);
  void refuse(const runner_lease& answer, const std::string& typed);
  void begin_log(const cli_command& command);
  void end_log(std::string_view result);

  // session_lease.cpp: the runners that are kept from one command to the next.
  void send_command(const target& where, run_command command);
  const runner_lease* lease_for(const target& where, run_command& command);
  bool goes_where_the_last_went(const target& where);
  void renew_lease(const runner_lease& answer);
  void release_lease();

  // session_words.cpp: the commands that change the session itself.
  bool execute_own_word(const words& typed);
  void change_prompt_mode(const words& typed);
  void lower_level(access_level to);
  void change_mode(const words& typed);
  void set_severity(const words& typed);
  void set_time_limit(const words& typed);
  void show_trace_ids(const words& typed);

  // session_deadlines.cpp: what takes too long.
  void on_client_gone();
  void check_deadlines();
  void give_up_command();
  std::optional<time_point> command_deadline() const;
  std::optional<time_point> idle_deadline() const;
  std::optional<time_point> lease_deadline() const;
  std::optional<time_point> next_deadline() const;
  void watch_deadlines();

  runtime::host<handle>* self_;
  session_environment environment_;
  client_stream client_;
  cli_input input_;
  access_level level_;
  prompt_mode prompt_;
  cli_modes modes_;
  bool trace_ids_ = false; ///< prompts begin with the correlation id of the last command
  command_id last_id_ = 0; ///< that id
  target default_target_;
  process_key default_process_; ///< the one that the prompt names
  bool selecting_ = false;
  bool prompting_ = false; ///< the router is asked what the prompt says
  std::optional<logged_command> logged_;
  log_batch batch_;
  std::chrono::milliseconds time_limit_ = command_time_limit; ///< 0: none
  time_point last_input_;
  std::optional<running_command> running_;
  std::unique_ptr<lease> lease_; ///< null: the next command for a worker asks the router
  std::unique_ptr<runner_lease> applet_lease_; ///< the same for the master's own
  bool input_ended_ = false;
  bool has_run_ = false; ///< a command
  bool closing_ = false;
  std::optional<time_point> gone_since_;
  std::vector<time_point> checks_; ///< reminders under way, the next one last
};

} // namespace mw
