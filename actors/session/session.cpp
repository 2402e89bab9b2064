// A session, its flow: see session.hpp.
#include "actors/session/session.hpp"

#include "actors/log/log.hpp"

#include <fmt/format.h>

#include <unistd.h>

namespace mw {

namespace {

// A client that does not read its answers gets no further command done.
constexpr size_t most_unsent = 64 * 1024;
// Credit is given in portions: a short answer costs no message.
constexpr size_t credit_portion = 32 * 1024;

/// Tools that know a worker's own socket read to the end.
prompt_mode::kind first_mode(const target& first) {
  return first == target{} ? prompt_mode::kind::interactive : prompt_mode::kind::single;
}

} // namespace

session_state::session_state(runtime::host<handle>* self, net::connection client,
                             session_environment environment)
    : self_(self),
      environment_(std::move(environment)),
      client_(self, std::move(client), client_handlers()),
      level_(environment_.level),
      prompt_{first_mode(environment_.first_target), false},
      modes_({.severity = environment_.severity}),
      default_target_(environment_.first_target),
      batch_(self, environment_.log),
      last_input_(self->clock().now()) {
  remember_default({0, 0, ::getpid()});
}

session_state::~session_state() {
  end_log("the client has left");
}

session_actor::behavior_type session_state::make_behavior() {
  proceed();
  return {
      [this](const runner_lease& answer) { started(answer); },
      [this](const reply_chunk& part) { chunk(part); },
      [this](const reply_end& end) { ended(end); },
      [this](const records_due&) { return batch_.take_due(); },
      [this](const check_deadline&) { check_deadlines(); },
  };
}

client_stream::handlers session_state::client_handlers() {
  return {
      .bytes = [this](std::string_view bytes) { on_bytes(bytes); },
      .input_ended = [this] { on_input_end(); },
      .drained = [this] { give_credit(), proceed(); },
      .stalled = [this] { watch_deadlines(); },
      .gone = [this] { on_client_gone(); },
      .tls_failed =
          [this](std::string_view why) {
            log::warning("CLI {}: the connection is closed: TLS: {}", environment_.peer, why);
          },
  };
}

void session_state::on_bytes(std::string_view bytes) {
  last_input_ = self_->clock().now();
  if (running_ && running_->live)
    end_live_command(bytes);
  else if (running_ && running_->two_way)
    self_->send(running_->runner, command_input{running_->id, std::string{bytes}, false});
  else
    input_.feed(bytes);
  proceed();
}

/// A line ends it. Enter is all that it waits for; a line with something in it is the next command.
void session_state::end_live_command(std::string_view bytes) {
  if (bytes.find('\n') == std::string_view::npos) {
    running_->live_typed = true;
    return input_.feed(bytes);
  }
  running_->live_over = true;
  auto enter = bytes.substr(0, bytes.find('\n') + 1);
  auto is_enter = !running_->live_typed && (enter == "\n" || enter == "\r\n");
  input_.feed(is_enter ? bytes.substr(enter.size()) : bytes);
  self_->send(running_->runner, command_input{running_->id, {}, true});
}

void session_state::on_input_end() {
  input_ended_ = true;
  if (running_ && running_->two_way && running_->runner)
    self_->send(running_->runner, command_input{running_->id, {}, true});
  proceed();
}

void session_state::proceed() {
  while (take_next())
    continue;
  if (!prompting_)
    client_.flush();
  else if (client_.unsent() > 0) // the answer and the prompt in one
    client_.flush_soon();
  if (closing_ && client_.unsent() == 0)
    return self_->quit();
  if (wants_input())
    client_.read();
  watch_deadlines();
}

bool session_state::take_next() {
  if (closing_ || selecting_ || prompting_ || running_ || client_.unsent() > most_unsent)
    return false;
  if (was_the_only_line())
    return closing_ = true, false;
  auto command = cli_command{};
  switch (input_.next(command)) {
  case cli_input::event::need_more:
    closing_ = input_ended_;
    return false;
  case cli_input::event::command:
    has_run_ = true;
    execute(command);
    break;
  case cli_input::event::payload_line:
    if (prompt_.mode == prompt_mode::kind::prompt)
      client_.print("+ ");
    break;
  case cli_input::event::line_too_long:
    refuse_too_long(fmt::format("The line is longer than {} bytes and was dropped\n",
                                cli_input::default_limit));
    break;
  case cli_input::event::payload_too_long:
    refuse_too_long(fmt::format("The payload is longer than {} bytes, the command was dropped\n",
                                cli_input::default_limit));
  }
  return true;
}

bool session_state::was_the_only_line() const {
  return has_run_ && prompt_.mode == prompt_mode::kind::single && input_.at_line_end();
}

bool session_state::wants_input() const {
  if (closing_ || input_ended_ || selecting_ || prompting_ || client_.unsent() > most_unsent)
    return false;
  if (!running_)
    return true;
  auto wants = running_->two_way || (running_->live && !running_->live_over);
  return wants && running_->runner;
}

void session_state::chunk(const reply_chunk& part) {
  if (!running_ || running_->id != part.id)
    return;
  client_.print(part.bytes);
  running_->uncredited += part.bytes.size();
  client_.flush_soon();
}

void session_state::ended(const reply_end& end) {
  if (!running_ || running_->id != end.id)
    return;
  client_.print(end.last);
  if (!end.error.empty()) {
    client_.print(client_.at_line_begin() ? "" : "\n");
    client_.print(end.error + "\n\n");
    // Silent clients do not look at texts: their next commands were meant for the worker, not for
    // the master.
    closing_ |= running_->interactive && prompt_.mode != prompt_mode::kind::prompt;
  }
  closing_ |= end.ends_silent_session && prompt_.mode != prompt_mode::kind::prompt;
  auto facts = end.error.empty() ? facts_of_lease() : std::nullopt;
  running_.reset();
  end_log(end.error.empty() ? "ok" : end.error);
  print_prompt(facts);
  proceed();
}

void session_state::give_credit() {
  if (!running_ || !running_->runner || running_->uncredited < credit_portion)
    return;
  auto bytes = std::exchange(running_->uncredited, 0);
  self_->send(running_->runner, reply_credit{running_->id, bytes});
}

void session_state::refuse_too_long(std::string_view text) {
  last_id_ = trace::next();
  begin_log({{}, "(too long)", {}});
  refuse(text);
}

void session_state::refuse(std::string_view text) {
  end_log(text.substr(0, text.find('\n')));
  client_.print(text);
  input_.drop_line();
  print_prompt();
}

} // namespace mw
