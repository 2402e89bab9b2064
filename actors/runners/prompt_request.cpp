// Commands for a session that stays: see prompt_request.hpp.
#include "actors/runners/prompt_request.hpp"

#include "actors/runners/plain_payload.hpp"
#include "messages/cli/commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace mw {

namespace {

constexpr std::string_view prompt = "\n> ";
constexpr std::string_view mark_command = "show cli level\n";

std::optional<access_level> level_of(std::string_view word) {
  for (auto level : {access_level::user, access_level::oper})
    if (word == level_name(level))
      return level;
  return std::nullopt;
}

/// Whether it was one of the words that worker_text() writes.
bool take_word(std::string_view word, prompt_request& request) {
  if (auto level = level_of(word))
    request.level = *level;
  else if (word.starts_with("set severity-output "))
    request.severity = word;
  else if (word == "expert-mode on" || word == "experimental-mode on")
    request.modes.emplace_back(word);
  else
    return false;
  return true;
}

/// `expert-mode off` and the like, a line each.
std::vector<std::string> undoing_lines(const prompt_request& request) {
  auto lines = std::vector<std::string>{};
  if (!request.severity.empty())
    lines.emplace_back("set severity-output none\n");
  for (const auto& mode : request.modes)
    lines.push_back(mode.substr(0, mode.find(' ')) + " off\n");
  return lines;
}

/// A `\\` at the end of the line would take the line behind it for its own.
std::string_view without_open_escape(std::string_view text) {
  auto last = text.find_last_not_of('\\');
  auto backslashes = text.size() - (last == std::string_view::npos ? 0 : last + 1);
  return text.substr(0, text.size() - backslashes % 2);
}

std::string repeated(std::string_view text, size_t times) {
  auto all = std::string{};
  while (times-- > 0)
    all += text;
  return all;
}

} // namespace

prompt_request parse_prompt_request(std::string_view worker_text) {
  constexpr std::string_view separator = " -;";
  auto request = prompt_request{};
  for (auto at = worker_text.find(separator); at != std::string_view::npos;
       at = worker_text.find(separator)) {
    if (!take_word(worker_text.substr(0, at), request))
      break;
    worker_text.remove_prefix(at + separator.size());
  }
  auto plain = plain_payload(worker_text);
  if (!plain)
    return request;
  request.text = without_open_escape(*plain);
  if (!request.text.ends_with('\n'))
    request.text += '\n';
  return request;
}

bool is_about_session(const prompt_request& request) {
  auto line = std::string_view{request.text}.substr(0, request.text.find('\n'));
  return command_for_worker(line).place == command_place::session;
}

bool is_plain_question(std::string_view command) {
  constexpr std::string_view special = ";\\<\n"; // several commands, escapes, payloads
  return command.find_first_of(special) == command.npos && command.find(' ') != command.npos &&
         command_for_worker(command).is_question;
}

std::string level_mark(access_level level) {
  return fmt::format("{}\n{}", level_name(level), prompt);
}

std::string written_form(const prompt_request& request) {
  auto text = std::string{};
  for (const auto& mode : request.modes)
    text += mode + "\n";
  if (!request.severity.empty())
    text += request.severity + "\n";
  text += request.text;
  for (const auto& line : undoing_lines(request))
    text += line;
  return text += mark_command;
}

std::string end_mark(const prompt_request& request) {
  return repeated(prompt, undoing_lines(request).size()) + question_mark(request.level);
}

void append_question(std::string& text, std::string_view question) {
  text.append(question).append("\n").append(mark_command);
}

std::string question_mark(access_level level) {
  return std::string{prompt} + level_mark(level);
}

std::string answer_lead(const prompt_request& request) {
  auto words = request.modes.size() + (request.severity.empty() ? 0 : 1);
  auto lines = static_cast<size_t>(std::count(request.text.begin(), request.text.end(), '\n'));
  return repeated(prompt, words) + repeated("+ ", lines - 1);
}

} // namespace mw
