// A CLI connection without its I/O: see cli_session.hpp.
#include "actors/worker/cli/cli_session.hpp"

#include "messages/cli/command_line.hpp"
#include "messages/cli/words.hpp"

namespace mw::worker {

namespace {

constexpr std::string_view line_too_long =
    "The command line is too big for the buffer size. Please change 'tune.bufsize' in the "
    "configuration to use a bigger command.\n";

std::string_view last_command(std::string_view line) {
  for (;;) {
    auto cut = cut_first_command(line);
    if (!cut.rest)
      return cut.command;
    line = *cut.rest;
  }
}

} // namespace

void cli_session::restart() {
  state_ = start_;
  rest_.reset();
  under_way_.reset();
  payload_end_.reset();
  over_ = false;
}

void cli_session::take_line(std::string_view line, std::string& out) {
  if (over_ || takes_payload(line, out))
    return;
  if (line.ends_with('\r'))
    line.remove_suffix(1);
  line_ = line;
  payload_end_ = payload_pattern(last_command(line_));
  if (!payload_end_)
    rest_ = 0;
  else if (prompting())
    out += "+ ";
}

/// Reads and drops a payload's line, so that it is not taken for a command: no command of this
/// worker has a use for one.
bool cli_session::takes_payload(std::string_view line, std::string& out) {
  if (!payload_end_)
    return false;
  if (ends_payload(line, *payload_end_)) {
    payload_end_.reset();
    rest_ = 0;
  } else if (prompting()) {
    out += "+ ";
  }
  return true;
}

void cli_session::refuse_line(std::string& out) {
  if (over_)
    return;
  auto text = std::string(line_too_long);
  out += with_severity(state_.modes.severity, cli_severity::error, std::move(text)) + '\n';
  over_ = true;
}

void cli_session::run(std::string& out) {
  while (rest_ && !under_way_ && out.size() < max_unsent)
    run_next(out);
}

void cli_session::run_next(std::string& out) {
  auto cut = cut_first_command(std::string_view(line_).substr(*rest_));
  rest_.reset();
  if (cut.rest)
    rest_ = line_.size() - cut.rest->size();
  auto end = run_command(cut.command, out);
  if (!under_way_)
    end_command(end, out);
}

answer_end cli_session::run_command(std::string_view command, std::string& out) {
  ++worker_.counters.total->commands;
  auto words = split_words(command);
  if (words) {
    auto end = execute(*words, {state_, under_way_, worker_, out});
    if (fixed_prompt_)
      state_.prompt = start_.prompt;
    return end;
  }
  out += with_severity(state_.modes.severity, cli_severity::error, words.error());
  return answer_end::blank_line;
}

void cli_session::time_is_up(std::string& out) {
  out += under_way_->text;
  under_way_.reset();
  end_command(answer_end::blank_line, out);
}

void cli_session::end_command(answer_end end, std::string& out) {
  if (state_.closing) {
    rest_.reset();
    over_ = true;
    return;
  }
  if (end == answer_end::blank_line || prompting())
    out += '\n';
  if (prompting())
    add_prompt(out);
  over_ = !rest_ && state_.prompt.mode == prompt_mode::kind::single;
}

void cli_session::add_prompt(std::string& out) const {
  if (state_.prompt.timed) {
    auto uptime = process_stats::clock::now() - worker_.counters.started;
    out += timed_prefix(std::chrono::duration_cast<std::chrono::seconds>(uptime));
    out.pop_back(); // unlike the master's, a worker's prompt has no blank there
  }
  out += "> ";
}

} // namespace mw::worker
