// A two-way session with the applet: see applet_console.hpp.
#include "actors/applet/applet_console.hpp"

#include "actors/session/cli_input.hpp"
#include "messages/cli/command_line.hpp"
#include "messages/cli/words.hpp"

#include <fmt/format.h>

namespace mw {

applet_console_state::applet_console_state(runtime::host<handle>* self,
                                           listening_runner_actor applet)
    : self_(self), applet_(std::move(applet)), lines_(cli_input::default_limit) {
  self_->set_down_handler([this](caf::down_msg&) { self_->quit(); }); // the session has ended
}

applet_console_actor::behavior_type applet_console_state::make_behavior() {
  return {
      [this](run_command& command, reply_sink_actor& sink) {
        run(std::move(command), std::move(sink));
      },
      [this](const command_input& more) { input(more); },
      [this](const reply_credit& more) { self_->send(applet_, more); },
      [this](const cancel_command&) { self_->quit(); },
      [this](reply_chunk& part) { chunk(part); },
      [this](reply_end& end) { ended(end); },
  };
}

void applet_console_state::run(run_command command, reply_sink_actor sink) {
  job_ = job{std::move(command), std::move(sink)};
  self_->monitor(job_->sink);
  settings_ = {
      .level = job_->command.level, .prompt = job_->command.mode, .modes = job_->command.modes};
  interactive_ = job_->command.text.empty();
  if (interactive_) {
    print("\n");
    print_prompt();
  } else {
    rest_of_line_ = job_->command.text;
  }
  proceed();
}

void applet_console_state::input(const command_input& more) {
  lines_.feed(more.bytes);
  if (waiting_ && !more.bytes.empty())
    self_->send(applet_, command_input{job_->command.id, {}, false}); // ends a live trace
  input_ended_ |= more.last;
  proceed();
}

void applet_console_state::chunk(reply_chunk& part) {
  if (job_)
    print(std::move(part.bytes));
}

void applet_console_state::ended(reply_end& end) {
  if (job_ && !end.last.empty())
    print(std::move(end.last));
  waiting_ = false;
  proceed();
}

void applet_console_state::proceed() {
  while (job_ && !waiting_) {
    if (!rest_of_line_ && !next_line())
      return;
    if (rest_of_line_)
      execute_next();
  }
}

void applet_console_state::execute_next() {
  auto line = std::move(*rest_of_line_);
  auto first = cut_first_command(line);
  rest_of_line_.reset();
  if (first.rest)
    rest_of_line_ = std::string{*first.rest};
  execute(first.command);
}

/// Takes the next line. Tells whether to go on; then rest_of_line_ is set, unless the line was
/// refused.
bool applet_console_state::next_line() {
  if (!interactive_) {
    end();
    return false;
  }
  if (line_done_)
    print_prompt();
  line_done_ = false;
  switch (lines_.next(line_)) {
  case net::line_splitter::event::need_more:
    if (input_ended_)
      end();
    return false;
  case net::line_splitter::event::too_long:
    print(fmt::format("The line is longer than {} bytes and was dropped\n\n",
                      cli_input::default_limit));
    break;
  case net::line_splitter::event::line:
    if (line_.ends_with('\r'))
      line_.pop_back();
    rest_of_line_ = line_;
  }
  line_done_ = true;
  return true;
}

/// Does what concerns this session alone; all else, mistakes too, is the applet's.
void applet_console_state::execute(std::string_view text) {
  if (auto words = split_words(text))
    if (auto change = change_settings(settings_, *words, console_dialect(), nullptr))
      return say(*change);
  waiting_ = true;
  auto command = run_command{.id = job_->command.id,
                             .level = settings_.level,
                             .text = std::string{text},
                             .modes = settings_.modes};
  self_->send(applet_, std::move(command), reply_sink_actor{self_});
}

void applet_console_state::say(const setting_change& change) {
  if (settings_.closing)
    return end();
  auto severity = change.is_done() ? cli_severity::info : cli_severity::error;
  auto text = change.text;
  if (!text.empty())
    text = with_severity(settings_.modes.severity, severity, std::move(text));
  print(text + "\n");
}

void applet_console_state::print(std::string text) {
  self_->send(job_->sink, reply_chunk{job_->command.id, std::move(text)});
}

void applet_console_state::print_prompt() {
  if (settings_.prompt.mode == prompt_mode::kind::prompt)
    print("> ");
}

void applet_console_state::end() {
  self_->send(job_->sink, reply_end{job_->command.id, {}});
  job_.reset();
  self_->quit();
}

} // namespace mw
