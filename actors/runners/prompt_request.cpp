// Commands for a connection that stays: see prompt_request.hpp.
#include "actors/runners/prompt_request.hpp"

#include "actors/runners/plain_payload.hpp"
#include "messages/cli/commands.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mw {

namespace {

constexpr std::string_view prompt = "\n> ";
constexpr std::string_view payload_prompt = "+ ";
constexpr std::string_view mark_command = "show cli level\n";

/// A `\\` at the end of the line would take the line behind it for its own.
std::string_view without_open_escape(std::string_view text) {
  auto last = text.find_last_not_of('\\');
  auto backslashes = text.size() - (last == std::string_view::npos ? 0 : last + 1);
  return text.substr(0, text.size() - backslashes % 2);
}

/// Command and payload, each line with LF; nothing for a payload with empty lines.
std::optional<std::string> command_lines(const run_command& command) {
  auto text = command.text;
  if (!command.payload.value.empty())
    text += "\n" + command.payload.value;
  auto plain = plain_payload(text);
  if (!plain)
    return std::nullopt;
  auto lines = std::string{without_open_escape(*plain)};
  if (!lines.ends_with('\n'))
    lines += '\n';
  return lines;
}

/// Sets a mode in front of the command, and undoes it behind.
void add_mode(prompt_request& request, std::string& undoing, std::string_view on,
              std::string_view off) {
  request.lines += on;
  request.lead += prompt;
  undoing.insert(0, off);
  request.mark += prompt;
}

void add_modes(prompt_request& request, std::string& undoing, const cli_modes& modes) {
  for (const auto& word : mode_words())
    if (modes.*word.flag && word.flag != &cli_modes::mcli_debug)
      add_mode(request, undoing, fmt::format("{} on\n", word.name),
               fmt::format("{} off\n", word.name));
  if (modes.severity != severity_output::none)
    add_mode(request, undoing,
             fmt::format("set severity-output {}\n", severity_output_name(modes.severity)),
             "set severity-output none\n");
}

} // namespace

std::optional<prompt_request> make_prompt_request(const run_command& command) {
  auto lines = command_lines(command);
  if (!lines)
    return std::nullopt;
  auto request = prompt_request{};
  auto undoing = std::string{};
  add_modes(request, undoing, command.modes);
  for (auto more = std::count(lines->begin(), lines->end(), '\n') - 1; more > 0; --more)
    request.lead += payload_prompt;
  request.lines += *lines + undoing;
  request.lines += mark_command;
  request.mark += question_mark(command.level);
  return request;
}

bool is_about_session(std::string_view command) {
  return command_for_worker(command).place == command_place::session;
}

bool is_plain_question(std::string_view command) {
  constexpr std::string_view special = ";\\<\n"; // several commands, escapes, payloads
  return command.find_first_of(special) == command.npos && command.find(' ') != command.npos &&
         command_for_worker(command).is_question;
}

void append_question(std::string& lines, std::string_view question) {
  lines.append(question).append("\n").append(mark_command);
}

std::string question_mark(access_level level) {
  return std::string{prompt} + level_mark(level);
}

std::string level_mark(access_level level) {
  return fmt::format("{}\n{}", level_name(level), prompt);
}

} // namespace mw
