// A session, its flow: see session.hpp.
#include "actors/session/session.hpp"

#include <fmt/format.h>

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
      client_(self, std::move(client), environment_.peer, client_handlers()),
      settings_({.level = environment_.level,
                 .prompt = {first_mode(environment_.first_target)},
                 .modes = {.severity = environment_.severity}}),
      prompt_(environment_.first_target, environment_.master_started),
      leases_(self),
      log_(self, environment_.log, environment_.peer),
      last_input_(self->clock().now()) {}

session_state::~session_state() {
  log_end("the client has left", end_status::lost);
}

session_actor::behavior_type session_state::make_behavior() {
  return {
      [this](const runner_lease& answer) { started(answer); },
      [this](const prompt_facts& news) { prompt_.take(news); },
      [this](const reply_chunk& part) { chunk(part); },
      [this](const reply_end& end) { ended(end); },
      [this](const records_due&) { return log_.take_due(); },
  };
}

client_stream::handlers session_state::client_handlers() {
  return {
      .bytes = [this](std::string_view bytes) { on_bytes(bytes); },
      .input_ended = [this] { on_input_end(); },
      .drained = [this] { give_credit(), proceed(); },
      .stalled = [this] { remind(); },
      .gone = [this] { on_client_gone(); },
  };
}

void session_state::step(dialogue_event event) {
  dialogue_life.advance(dialogue_, event);
}

void session_state::on_bytes(std::string_view bytes) {
  last_input_ = self_->clock().now();
  if (dialogue_ == dialogue_state::live || dialogue_ == dialogue_state::live_typed)
    end_live_command(bytes);
  else if (dialogue_ == dialogue_state::talking)
    self_->send(running_->input, command_input{running_->id, std::string{bytes}, false});
  else
    input_.feed(bytes);
  proceed();
}

/// A line ends it. Enter is all that it waits for; a line with something in it is the next command.
void session_state::end_live_command(std::string_view bytes) {
  auto end = bytes.find('\n');
  if (end == bytes.npos) {
    step(dialogue_event::type);
    return input_.feed(bytes);
  }
  auto line = bytes.substr(0, end + 1);
  auto is_enter = dialogue_ == dialogue_state::live && (line == "\n" || line == "\r\n");
  step(dialogue_event::end_line);
  input_.feed(is_enter ? bytes.substr(line.size()) : bytes);
  self_->send(running_->input, command_input{running_->id, {}, true});
}

void session_state::on_input_end() {
  input_ended_ = true;
  if (dialogue_ == dialogue_state::talking)
    self_->send(running_->input, command_input{running_->id, {}, true});
  proceed();
}

void session_state::on_client_gone() {
  gone_since_ = self_->clock().now();
  remind();
}

void session_state::proceed() {
  while (take_next())
    continue;
  if (dialogue_ != dialogue_state::prompting)
    client_.flush();
  else if (client_.unsent() > 0) // the answer and the prompt in one
    client_.flush_soon();
  if (dialogue_ == dialogue_state::closing && client_.unsent() == 0)
    return self_->quit();
  if (wants_input())
    client_.read();
  remind();
}

bool session_state::take_next() {
  if (dialogue_ != dialogue_state::ready || client_.unsent() > most_unsent)
    return false;
  if (was_the_only_line()) {
    step(dialogue_event::close);
    return false;
  }
  auto command = cli_command{};
  switch (input_.next(command)) {
  case cli_input::event::need_more:
    if (input_ended_)
      step(dialogue_event::close);
    return false;
  case cli_input::event::command:
    has_run_ = true;
    execute(command);
    break;
  case cli_input::event::payload_line:
    if (prompts())
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
  return has_run_ && settings_.prompt.mode == prompt_mode::kind::single && input_.at_line_end();
}

bool session_state::wants_input() const {
  return reads(dialogue_) && !input_ended_ && client_.unsent() <= most_unsent;
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
  }
  // Silent clients do not look at texts: behind a two-way session that has broken off, their next
  // commands were meant for the worker, not for the master.
  auto has_broken_off = running_->interactive && !end.error.empty();
  running_.reset();
  step(dialogue_event::over);
  if ((has_broken_off || end.ends_silent_session) && !prompts())
    step(dialogue_event::close);
  log_end(end.error.empty() ? "ok" : end.error, end.status);
  print_prompt();
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
  log_.begin(last_id_, to_string(prompt_.where()), "(too long)", self_->clock().now());
  refuse(text, end_status::failed);
}

void session_state::log_end(std::string_view result, end_status status) {
  log_.end(settings_.level, result, status, self_->clock().now());
}

/// The first line goes to the log, too.
void session_state::refuse(std::string_view text, end_status status) {
  log_end(text.substr(0, text.find('\n')), status);
  client_.print(text);
  input_.drop_line();
  print_prompt();
}

std::optional<session_state::time_point> session_state::due(session_limit what) const {
  auto behind = [](std::optional<time_point> since, auto limit) {
    return since ? std::optional{*since + limit} : std::nullopt;
  };
  auto is_busy = dialogue_ != dialogue_state::ready || client_.unsent() > 0;
  switch (what) {
  case session_limit::gone_client:
    return behind(gone_since_, gone_client_time_limit);
  case session_limit::stalled_output:
    return behind(client_.stalled_since(), stalled_output_time_limit);
  case session_limit::unwatched:
    if (running_ && !client_.is_watched())
      return running_->since + watch_client_after;
    break;
  case session_limit::command:
    return command_due();
  case session_limit::idle:
    if (!is_busy && !prompts())
      return last_input_ + idle_time_limit;
    break;
  case session_limit::lease:
    if (!running_)
      return leases_.due();
  }
  return std::nullopt;
}

std::optional<session_state::time_point> session_state::command_due() const {
  if (!running_)
    return std::nullopt;
  if (!running_->runner)
    return running_->since + router_time_limit;
  auto limit = settings_.time_limit.value_or(command_time_limit);
  if (running_->two_way || running_->process.relative == 0 || limit.count() == 0)
    return std::nullopt;
  return running_->since + limit;
}

void session_state::look_at_limits() {
  auto now = self_->clock().now();
  reminders_.pass(now);
  for (auto what : session_limits)
    if (auto when = due(what); when && now >= *when && !time_is_up(what))
      return self_->quit();
  remind();
}

/// Whether the session goes on.
bool session_state::time_is_up(session_limit what) {
  switch (what) {
  case session_limit::gone_client:
  case session_limit::stalled_output:
  case session_limit::idle:
    return false;
  case session_limit::unwatched:
    client_.watch_hang_up();
    break;
  case session_limit::command:
    give_up_command();
    break;
  case session_limit::lease:
    leases_.release();
  }
  return true;
}

void session_state::give_up_command() {
  if (!running_->runner)
    return started({.id = running_->id,
                    .result = runner_lease::outcome::not_running,
                    .reason = "the master is overloaded"});
  self_->send(running_->runner, cancel_command{running_->id});
  leases_.release(); // whom it leases may have handed the command on
  auto limit = settings_.time_limit.value_or(command_time_limit);
  ended({.id = running_->id,
         .error = fmt::format("{} has not answered within {}", to_string(running_->process),
                              short_time_text(limit.count())),
         .status = end_status::timeout});
}

void session_state::remind() {
  auto next = std::optional<time_point>{};
  for (auto what : session_limits)
    if (auto when = due(what))
      next = next ? std::min(*next, *when) : when;
  if (!next)
    return;
  if (auto delay = reminders_.order(*next, self_->clock().now()))
    self_->after(*delay, [this] { look_at_limits(); });
}

} // namespace mw
