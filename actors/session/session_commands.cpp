// A session, what its commands do: see session.hpp.
#include "actors/session/session.hpp"
#include "messages/cli/words.hpp"

#include <fmt/format.h>

namespace mw {

runner_lease session_state::no_answer_of_router(command_id id) {
  return {
      .result = runner_lease::outcome::not_running, .id = id, .reason = "the master is overloaded"};
}

void session_state::execute(cli_command& command) {
  auto cause = trace::scope{trace::next()};
  last_id_ = trace::current();
  begin_log(command);
  if (!command.prefix.empty())
    return execute_prefixed(command);
  auto typed = split_words(command.text);
  if (typed && !typed->empty() && execute_own_word(*typed))
    return end_log("ok");
  command.prefix = to_string(default_target_);
  run(default_target_, command, false);
}

void session_state::execute_prefixed(cli_command& command) {
  auto prefix = parse_prefix(command.prefix);
  if (!prefix)
    return refuse({.result = runner_lease::outcome::no_such_target}, command.prefix);
  if (!prefix->two_way && command.text.empty() && command.payload.empty())
    select(prefix->where, command.prefix);
  else
    run(prefix->where, command, prefix->two_way);
}

void session_state::select(const target& where, const std::string& typed) {
  selecting_ = true;
  self_->request(environment_.router, router_time_limit, find_process{where})
      .then(
          [this, where, typed](const runner_lease& answer) {
            selecting_ = false;
            selected(where, typed, answer);
            proceed();
          },
          [this, typed](const caf::error&) {
            selecting_ = false;
            refuse(no_answer_of_router(0), typed);
            proceed();
          });
}

void session_state::selected(const target& where, const std::string& typed,
                             const runner_lease& answer) {
  if (answer.result != runner_lease::outcome::found)
    return refuse(answer, typed);
  default_target_ = where;
  if (where.form == target::kind::pid)
    default_target_.serial = answer.process.serial;
  remember_default(answer.process);
  end_log("ok");
  print_prompt();
}

void session_state::remember_default(const process_key& process) {
  default_process_ = process;
  if (process.relative == 0)
    default_process_.started = environment_.master_started;
}

void session_state::run(const target& where, cli_command& command, bool two_way) {
  auto id = trace::current(); // also tells a late answer from one to this command
  running_ = running_command{.id = id,
                             .where = where,
                             .typed = std::move(command.prefix),
                             .two_way = two_way,
                             .interactive = two_way && command.text.empty(),
                             .since = self_->clock().now()};
  auto order = run_command{.id = id,
                           .level = level_,
                           .text = std::move(command.text),
                           .payload = {std::move(command.payload)},
                           .two_way = two_way,
                           .mode = prompt_,
                           .modes = two_way ? cli_modes{} : modes_};
  send_command(where, std::move(order));
}

void session_state::started(const runner_lease& answer) {
  if (!running_ || running_->id != answer.id) { // given up meanwhile
    if (answer.runner)
      self_->send(answer.runner, cancel_command{answer.id});
    if (answer.kept)
      self_->send(answer.kept, lease_released{}, reply_sink_actor{self_});
    return;
  }
  renew_lease(answer);
  if (answer.result != runner_lease::outcome::found) {
    auto [where, typed] = std::pair{std::move(running_->where), std::move(running_->typed)};
    running_.reset();
    if (where == default_target_ && where.form == target::kind::pid)
      default_target_ = {}; // that process will not come back
    refuse(answer, typed);
    return proceed();
  }
  take_runner(answer);
  if (running_->live)
    return proceed(); // what the client types now ends it
  if (!running_->two_way)
    return;
  self_->send(running_->runner, command_input{answer.id, input_.take_rest(), input_ended_});
  proceed();
}

void session_state::take_runner(const runner_lease& from) {
  running_->runner = from.runner;
  running_->process = from.process;
  running_->reload_failed = from.reload_failed;
  running_->live = from.ends_on_input;
  if (running_->where == default_target_)
    remember_default(from.process);
}

void session_state::refuse(const runner_lease& answer, const std::string& typed) {
  auto text = answer.result == runner_lease::outcome::no_such_target
                  ? fmt::format("Can't find the target PID matching the prefix '{}'", typed)
                  : fmt::format("Can't connect to the target CLI! {}", answer.reason);
  end_log(text);
  refuse(text + "\n");
}

/// An empty line is no command.
void session_state::begin_log(const cli_command& command) {
  logged_.reset();
  if (command.prefix.empty() && command.text.empty())
    return;
  auto target = command.prefix.empty() ? to_string(default_target_) : command.prefix;
  logged_ = logged_command{std::move(target), command.text, self_->clock().now()};
}

void session_state::end_log(std::string_view result) {
  if (!logged_)
    return;
  auto now = self_->clock().now();
  auto took = std::chrono::duration_cast<std::chrono::microseconds>(now - logged_->since);
  batch_.add({.id = last_id_,
              .peer = environment_.peer,
              .level = std::string{level_name(level_)},
              .target = std::move(logged_->target),
              .text = std::move(logged_->text),
              .result = std::string{result},
              .microseconds = took.count()},
             now);
  logged_.reset();
}

} // namespace mw
