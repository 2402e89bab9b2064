// From a line to its commands: see command_line.hpp.
#include "messages/cli/command_line.hpp"

#include <algorithm>

namespace mw {

namespace {

constexpr std::string_view blanks = " \t";
constexpr std::string_view payload_mark = "<<";
constexpr size_t max_pattern = 64;

/// Finds the first of `stops` that no backslash protects; the text's size if there is none.
size_t find_unescaped(std::string_view text, std::string_view stops) {
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\')
      ++at;
    else if (stops.find(text[at]) != std::string_view::npos)
      return at;
  }
  return text.size();
}

/// The last word as it was typed, with its backslashes.
std::string_view last_word(std::string_view command) {
  std::string_view last;
  for (auto left = skip_blanks(command); !left.empty(); left = skip_blanks(left)) {
    last = left.substr(0, find_unescaped(left, blanks));
    left.remove_prefix(last.size());
  }
  return last;
}

} // namespace

first_command cut_first_command(std::string_view line) {
  auto end = find_unescaped(line, ";");
  if (end == line.size())
    return {line, std::nullopt};
  return {line.substr(0, end), line.substr(end + 1)};
}

prefixed_command cut_prefix(std::string_view command) {
  command = skip_blanks(command);
  if (!command.starts_with('@'))
    return {{}, command};
  auto end = find_unescaped(command, blanks);
  return {command.substr(0, end), skip_blanks(command.substr(end))};
}

std::optional<std::string> payload_pattern(std::string_view command) {
  auto word = last_word(command);
  if (!word.starts_with(payload_mark) || word.size() > payload_mark.size() + max_pattern)
    return std::nullopt;
  return std::string(word.substr(payload_mark.size()));
}

bool ends_payload(std::string_view line, std::string_view pattern) {
  if (line.size() == pattern.size() + 1 && line.ends_with('\r'))
    line.remove_suffix(1);
  return line == pattern;
}

std::string_view skip_blanks(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text;
}

} // namespace mw
