// A session, what its commands do: see session.hpp.
#include "actors/config/text/duration.hpp"
#include "actors/session/session.hpp"
#include "messages/cli/words.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

/// As HAProxy's workers read it here: a number alone counts seconds.
std::optional<std::chrono::milliseconds> read_delay(std::string_view text) {
  auto delay = config::parse_duration(text, std::chrono::seconds{1});
  return delay ? std::optional{*delay} : std::nullopt;
}

cli_side side_of(const target& first) {
  return first == target{} ? cli_side::master : cli_side::worker;
}

} // namespace

/// An empty line is no command for the log.
void session_state::execute(cli_command& command) {
  auto cause = trace::scope{trace::next()};
  last_id_ = trace::current();
  auto typed = command.prefix.empty() ? to_string(prompt_.where()) : command.prefix;
  if (!command.prefix.empty() || !command.text.empty())
    log_.begin(last_id_, typed, command.text, self_->clock().now());
  if (!command.prefix.empty())
    return execute_prefixed(command);
  if (execute_own_word(command.text))
    return;
  command.prefix = std::move(typed);
  run(prompt_.where(), command, false);
}

/// The words that change the session itself; nothing is printed for them but the next prompt.
bool session_state::execute_own_word(std::string_view text) {
  auto words = split_words(text);
  if (!words)
    return false;
  auto dialect = master_dialect(side_of(environment_.first_target));
  auto change = change_settings(settings_, *words, dialect, read_delay);
  if (!change)
    return false;
  if (!change->is_done()) {
    auto denied = change->result == setting_change::outcome::denied;
    refuse(change->text, denied ? end_status::denied : end_status::failed);
    return true;
  }
  log_end("ok", end_status::ok);
  if (settings_.closing)
    step(dialogue_event::close);
  print_prompt();
  return true;
}

void session_state::execute_prefixed(cli_command& command) {
  auto prefix = parse_prefix(command.prefix);
  if (!prefix)
    return refuse_target({found_process::outcome::no_such_target}, command.prefix);
  if (!prefix->two_way && command.text.empty() && command.payload.empty())
    select(prefix->where, command.prefix);
  else
    run(prefix->where, command, prefix->two_way);
}

void session_state::select(const target& where, const std::string& typed) {
  step(dialogue_event::select);
  auto answered = [this, where, typed](const found_process& answer) {
    step(dialogue_event::router_knows);
    selected(where, typed, answer);
    proceed();
  };
  self_->request(environment_.router, router_time_limit, find_process{where})
      .then(answered, [answered](const caf::error&) {
        answered({found_process::outcome::not_running, {}, "the master is overloaded"});
      });
}

void session_state::selected(const target& where, const std::string& typed,
                             const found_process& answer) {
  if (answer.result != found_process::outcome::found)
    return refuse_target(answer, typed);
  prompt_.select(where, answer.process);
  log_end("ok", end_status::ok);
  print_prompt();
}

/// The id of the cause tells also a late answer from one to this command.
void session_state::run(const target& where, cli_command& command, bool two_way) {
  running_ = running_command{.id = trace::current(),
                             .where = where,
                             .typed = std::move(command.prefix),
                             .two_way = two_way,
                             .interactive = two_way && command.text.empty(),
                             .since = self_->clock().now()};
  step(dialogue_event::start);
  send_command({.id = running_->id,
                .level = settings_.level,
                .text = std::move(command.text),
                .payload = {std::move(command.payload)},
                .two_way = two_way,
                .mode = settings_.prompt,
                .modes = two_way ? cli_modes{} : settings_.modes});
}

/// To the runner that the session leases, or to the router.
void session_state::send_command(run_command command) {
  const auto& where = running_->where;
  auto route = leases_.route_to(where, command, running_->since);
  const auto* lease = leases_.lease_for(route);
  if (lease == nullptr)
    return self_->send(environment_.router, std::move(route), std::move(command),
                       reply_sink_actor{self_});
  take_runner(*lease);
  self_->send(lease->leased, lease_use{where, lease->epoch}, std::move(command),
              reply_sink_actor{self_});
}

void session_state::started(const runner_lease& answer) {
  if (!running_ || running_->id != answer.id) // given up meanwhile
    return cancel(answer);
  leases_.renew(running_->where, answer, bool{running_->runner});
  if (answer.result == found_process::outcome::found) {
    take_runner(answer);
    if (dialogue_ == dialogue_state::talking)
      self_->send(running_->input, command_input{answer.id, input_.take_rest(), input_ended_});
  } else {
    auto [where, typed] = std::pair{std::move(running_->where), std::move(running_->typed)};
    running_.reset();
    step(dialogue_event::over);
    if (where == prompt_.where() && where.form == target::kind::pid)
      prompt_.give_up_target();
    refuse_target({answer.result, {}, answer.reason}, typed);
  }
  proceed();
}

void session_state::cancel(const runner_lease& late) {
  if (late.runner)
    self_->send(late.runner, cancel_command{late.id});
  if (late.leased)
    self_->send(late.leased, lease_released{}, reply_sink_actor{self_});
}

void session_state::take_runner(const runner_lease& from) {
  running_->runner = from.runner;
  running_->input = from.input;
  running_->process = from.process;
  if (running_->where == prompt_.where())
    prompt_.means(from.process);
  if (!from.input)
    step(dialogue_event::run);
  else
    step(running_->two_way ? dialogue_event::talk : dialogue_event::listen);
}

void session_state::refuse_target(const found_process& why, const std::string& typed) {
  auto text = why.result == found_process::outcome::no_such_target
                  ? fmt::format("Can't find the target PID matching the prefix '{}'\n", typed)
                  : fmt::format("Can't connect to the target CLI! {}\n", why.reason);
  refuse(text, end_status::no_target);
}

/// The router tells of changes from the first prompt for a default target on.
void session_state::print_prompt() {
  if (!prompts() || dialogue_ == dialogue_state::closing)
    return;
  if (prompt_.is_watched())
    return show_prompt();
  step(dialogue_event::prompt);
  auto answered = [this] {
    step(dialogue_event::router_knows);
    show_prompt();
    proceed();
  };
  self_
      ->request(environment_.router, router_time_limit, watch_prompt{prompt_.where()},
                prompt_watcher_actor{self_})
      .then(
          [this, answered](const prompt_facts& facts) {
            prompt_.watch();
            prompt_.take(facts);
            answered();
          },
          [answered](const caf::error&) { answered(); });
}

void session_state::show_prompt() {
  auto now = self_->clock().now().time_since_epoch();
  client_.print(
      prompt_.text(settings_, last_id_, std::chrono::duration_cast<std::chrono::seconds>(now)));
}

} // namespace mw
