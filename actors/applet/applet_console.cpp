// A two-way session with the applet: see applet_console.hpp.
#include "actors/applet/applet_console.hpp"

#include "actors/session/cli_input.hpp"
#include "messages/cli/command_line.hpp"
#include "messages/cli/words.hpp"

#include <fmt/format.h>

namespace mw {

applet_console_state::applet_console_state(runtime::host<handle>* self, command_runner_actor applet)
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

/// Whether to go on; then rest_of_line_ is set, unless the line was refused.
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

void applet_console_state::execute(std::string_view text) {
  auto words = split_words(text);
  if (words && !words->empty() && execute_word(*words))
    return;
  waiting_ = true;
  auto command = run_command{.id = job_->command.id,
                             .level = job_->command.level,
                             .text = std::string{text},
                             .modes = job_->command.modes};
  self_->send(applet_, std::move(command), reply_sink_actor{self_});
}

/// What concerns this session alone; all else, mistakes too, is the applet's.
bool applet_console_state::execute_word(const std::vector<std::string>& words) {
  auto to = parse_level(words[0]);
  if (words[0] == "quit")
    end();
  else if (words[0] == "prompt")
    change_prompt_mode(words);
  else if (to && *to != access_level::admin)
    lower_level(*to);
  else
    return change_mode(words);
  return true;
}

void applet_console_state::change_prompt_mode(const std::vector<std::string>& words) {
  auto& mode = job_->command.mode;
  auto changed = change_prompt(mode, std::span{words}.subspan(1), cli_side::master);
  mode = changed.value_or(mode);
  print(changed ? "\n" : with_severity(severity(), cli_severity::error, changed.error()) + "\n");
}

void applet_console_state::lower_level(access_level to) {
  auto& command = job_->command;
  if (to > command.level)
    return print(with_severity(severity(), cli_severity::error, "Permission denied\n\n"));
  command.level = to;
  command.modes = without_rights(command.modes);
  print("\n");
}

bool applet_console_state::change_mode(const std::vector<std::string>& words) {
  auto& command = job_->command;
  const auto* which = find_mode_word(words[0]);
  auto wanted = command.modes;
  if (which != nullptr && words.size() > 1 && command.level == access_level::admin)
    switch_mode(wanted, *which, std::span{words}.subspan(1));
  else if (words.size() <= 2 || words[0] != "set" || words[1] != "severity-output" ||
           !change_severity(wanted, std::span{words}.subspan(2)))
    return false;
  command.modes = wanted;
  print("\n");
  return true;
}

void applet_console_state::print(std::string text) {
  self_->send(job_->sink, reply_chunk{job_->command.id, std::move(text)});
}

void applet_console_state::print_prompt() {
  if (job_->command.mode.mode == prompt_mode::kind::prompt)
    print("> ");
}

void applet_console_state::end() {
  self_->send(job_->sink, reply_end{job_->command.id, {}});
  job_.reset();
  self_->quit();
}

} // namespace mw
