// A two-way session with the applet: see applet_console.hpp.
#include "actors/applet_console.hpp"

#include "actors/cli_input.hpp"
#include "messages/command_line.hpp"
#include "messages/words.hpp"

#include <fmt/format.h>

namespace mw {

applet_console_state::applet_console_state(host<handle>* self, command_runner_actor applet)
    : self_(self), applet_(std::move(applet)), lines_(cli_input::default_limit) {
  self_->set_down_handler([this](caf::down_msg&) { self_->quit(); }); // the session has ended
}

applet_console_actor::behavior_type applet_console_state::make_behavior() {
  return {
      [this](run_command& command, reply_sink_actor& sink) {
        run(std::move(command), std::move(sink));
      },
      [this](const command_input& more) { input(more); },
      [](const reply_credit&) {}, // one answer at a time, and each fits the window
      [this](const cancel_command&) { self_->quit(); },
      [this](reply_chunk& part) { chunk(part); },
      [this](const reply_end&) {
        waiting_ = false;
        proceed();
      },
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
  input_ended_ |= more.last;
  proceed();
}

void applet_console_state::chunk(reply_chunk& part) {
  if (job_)
    print(std::move(part.bytes));
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
  auto command = run_command{.id = job_->command.id, .level = job_->command.level};
  command.text = text;
  self_->send(applet_, std::move(command), reply_sink_actor{self_});
}

bool applet_console_state::execute_word(const std::vector<std::string>& words) {
  auto& level = job_->command.level;
  if (words[0] == "quit") {
    end();
    return true;
  }
  if (words[0] == "prompt") {
    auto changed = change_prompt(job_->command.mode, std::span{words}.subspan(1), cli_side::master);
    if (changed)
      job_->command.mode = *changed;
    print(changed ? "\n" : changed.error() + "\n");
    return true;
  }
  auto lower = parse_level(words[0]);
  if (!lower || *lower == access_level::admin)
    return false;
  print(*lower > level ? "Permission denied\n\n" : "\n");
  level = std::min(level, *lower);
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
