// From bytes to commands: see cli_input.hpp.
#include "actors/session/cli_input.hpp"

#include "messages/cli/command_line.hpp"

namespace mw {

cli_input::cli_input(size_t limit) : limit_(limit), lines_(limit) {}

cli_input::event cli_input::next(cli_command& command) {
  if (rest_of_line_)
    return from_line(command);
  if (first_payload_line_) {
    auto line = std::move(*first_payload_line_);
    first_payload_line_.reset();
    return payload_line(line, command);
  }
  switch (lines_.next(line_)) {
  case net::line_splitter::event::need_more:
    return event::need_more;
  case net::line_splitter::event::too_long:
    if (!payload_)
      return event::line_too_long;
    payload_->too_long = true;
    return event::payload_line;
  case net::line_splitter::event::line:
    break;
  }
  if (payload_)
    return payload_line(line_, command);
  if (line_.ends_with('\r'))
    line_.pop_back();
  rest_of_line_ = 0;
  return from_line(command);
}

cli_input::event cli_input::from_line(cli_command& command) {
  auto text = skip_blanks(std::string_view{line_}.substr(*rest_of_line_));
  rest_of_line_.reset();
  if (text.starts_with("@@")) {
    auto cut = cut_prefix(text);
    command = {std::string{cut.prefix}, std::string{cut.command}, {}};
    return event::command;
  }
  auto first = cut_first_command(text);
  auto cut = cut_prefix(first.command);
  command = {std::string{cut.prefix}, std::string{cut.command}, {}};
  auto pattern = payload_pattern(first.command);
  if (!pattern) {
    if (first.rest)
      rest_of_line_ = static_cast<size_t>(first.rest->data() - line_.data());
    return event::command;
  }
  payload_ = open_payload{std::move(command), std::move(*pattern)};
  if (first.rest)
    first_payload_line_ = std::string{*first.rest};
  return event::payload_line;
}

cli_input::event cli_input::payload_line(std::string_view line, cli_command& command) {
  auto& text = payload_->command.payload;
  auto ends = ends_payload(line, payload_->pattern);
  payload_->too_long |= text.size() + line.size() > limit_;
  if (payload_->too_long)
    text.clear();
  else
    text.append(line) += '\n';
  if (!ends)
    return event::payload_line;
  auto done = std::move(*payload_);
  payload_.reset();
  if (done.too_long)
    return event::payload_too_long;
  command = std::move(done.command);
  return event::command;
}

std::string cli_input::take_rest() {
  auto rest = std::string{};
  if (rest_of_line_)
    rest = line_.substr(*rest_of_line_) + "\n";
  rest_of_line_.reset();
  return rest + lines_.take_rest();
}

} // namespace mw
