// The differences that are meant: see differences.hpp.
#include "tests/system/differences.hpp"

#include <algorithm>
#include <regex>
#include <vector>

namespace mw::test {

namespace {

using found = std::optional<extent>;

constexpr auto all = std::string_view::npos;
constexpr auto no_target = std::string_view{"Can't find the target PID matching the prefix '"};
constexpr auto denied = std::string_view{"Permission denied\n"};
constexpr auto unknown = std::string_view{"Unknown command"};
constexpr auto full_list =
    std::string_view{"Unknown command. Please enter one of the following commands only:\n"};

bool contains(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

size_t line_size(std::string_view text) {
  return std::min(text.find('\n'), text.size() - 1) + 1;
}

/// A title and the indented lines below it.
size_t list_size(std::string_view text) {
  auto size = line_size(text);
  while (text.substr(size).starts_with("  "))
    size += line_size(text.substr(size));
  return size;
}

/// An answer with its blank line.
size_t answer_size(std::string_view text) {
  if (text.starts_with("\n"))
    return 1;
  auto end = text.find("\n\n");
  return end == all ? text.size() : end + 2;
}

found empty_command(const rests& at) {
  if (at.haproxys.starts_with(full_list) && at.ours.starts_with("\n"))
    return extent{list_size(at.haproxys) + 1, 1};
  return {};
}

found unknown_to_master(const rests& at) {
  if (at.haproxys.starts_with(unknown) && at.ours.starts_with("Unknown command: '"))
    return extent{list_size(at.haproxys), list_size(at.ours)};
  return {};
}

found help_of_master(const rests& at) {
  constexpr auto title = std::string_view{"The following commands are valid at this level:\n"};
  if (!at.haproxys.starts_with(title) || !at.ours.starts_with(title))
    return {};
  auto ours = list_size(at.ours);
  if (!contains(at.ours.substr(0, ours), "  prompt ["))
    return {};
  return extent{list_size(at.haproxys), ours};
}

/// A command that 2.6's master does not know, if one of these is in the script.
auto new_command(std::vector<std::string_view> names) {
  return [names = std::move(names)](const rests& at) -> found {
    auto said = [&](std::string_view name) { return contains(at.script, name); };
    if (!at.haproxys.starts_with(unknown) || !std::ranges::any_of(names, said))
      return {};
    return extent{list_size(at.haproxys) + 1, answer_size(at.ours)};
  };
}

/// A word of the session, which has no answer, that 2.6's master takes for a command.
auto new_word(std::string_view name) {
  return [name](const rests& at) -> found {
    constexpr auto complaint = std::string_view{"one of 'none', 'number', 'string' is "};
    if (!contains(at.script, name) || at.ours.starts_with(unknown))
      return {};
    auto ours = at.ours.starts_with(complaint) ? line_size(at.ours) : 0;
    if (contains(at.script, "@master " + std::string{name}))
      ours = answer_size(at.ours); // as a command it has an answer
    if (at.haproxys.starts_with(unknown))
      return extent{list_size(at.haproxys) + 1, ours};
    return {};
  };
}

found worker_sees_timeout(const rests& at) {
  if (contains(at.script, "set timeout cli") && at.haproxys.starts_with("\n"))
    return extent{1, 0};
  return {};
}

found severity(const rests& at) {
  static const auto mark = std::regex{R"(\[(\d|info|notice|warning|err)\]: )"};
  auto match = std::cmatch{};
  if (contains(at.script, "set severity-output") &&
      std::regex_search(at.ours.begin(), at.ours.end(), match, mark,
                        std::regex_constants::match_continuous))
    return extent{0, static_cast<size_t>(match.length())};
  return {};
}

/// Rows of ours as 2.6 prints them.
std::string five_columns(std::string_view table) {
  static const auto relative_pid =
      std::regex{R"((^|\n)(#<PID> +<type> +|\S+ +\S+ +)(<relative PID> +|\d+ +))"};
  static const auto version = std::regex{R"( +\S+ *(\n|$))"};
  auto text = std::regex_replace(std::string{table}, relative_pid, "$1$2");
  return std::regex_replace(text, version, "\n");
}

std::string without_version(std::string_view table) {
  static const auto programs = std::regex{"# programs\n"};
  static const auto version = std::regex{R"( +\S+ *(\n|$))"};
  auto text = std::regex_replace(std::string{table}, programs, "");
  return std::regex_replace(text, version, "\n");
}

found process_table(const rests& at) {
  if (!at.haproxys.starts_with("#<PID>") || !at.ours.starts_with("#<PID>"))
    return {};
  auto size = extent{answer_size(at.haproxys), answer_size(at.ours)};
  if (five_columns(at.ours.substr(0, size.ours)) ==
      without_version(at.haproxys.substr(0, size.haproxys)))
    return size;
  return {};
}

found process_table_denied(const rests& at) {
  if (at.haproxys.starts_with("#<PID>") && at.ours.starts_with(denied))
    return extent{answer_size(at.haproxys), answer_size(at.ours)};
  return {};
}

found sockets_of_master(const rests& at) {
  constexpr auto title = std::string_view{"# socket lvl processes\n"};
  if (!at.haproxys.starts_with("\n") || !at.ours.starts_with(title))
    return {};
  return extent{0, title.size() + line_size(at.ours.substr(title.size()))};
}

found sockets_of_worker(const rests& at) {
  if (!at.haproxys.starts_with("unix@") || !at.ours.starts_with("sockpair@"))
    return {};
  auto first = line_size(at.haproxys);
  auto second = line_size(at.haproxys.substr(first));
  auto turned =
      std::string{at.haproxys.substr(first, second)} + std::string{at.haproxys.substr(0, first)};
  return at.ours.starts_with(turned) ? found{{first + second, first + second}} : found{};
}

/// HAProxy has said the error and nothing more.
found closed_by_error(const rests& at) {
  auto begin =
      at.before.substr(0, at.before.size() - std::min<size_t>(at.before.size(), 1)).rfind('\n');
  auto last = begin == all ? at.before : at.before.substr(begin + 1);
  if (at.haproxys.empty() && (contains(last, no_target) || contains(last, "Permission denied!\n")))
    return extent{0, all};
  return {};
}

found new_prefix(const rests& at) {
  if (at.haproxys.starts_with(no_target) &&
      (contains(at.haproxys, "'@@1'") || contains(at.haproxys, "'@*'")))
    return extent{all, all};
  return {};
}

found modes_above_level(const rests& at) {
  if (contains(at.script, "-mode on") &&
      (contains(at.script, "operator") || contains(at.script, "user")) &&
      at.haproxys.starts_with(denied))
    return extent{denied.size(), 0};
  return {};
}

found prompt_words(const rests& at) {
  if (at.ours.starts_with("Usage: prompt ") && contains(at.script, "prompt "))
    return extent{all, all};
  if (contains(at.script, "prompt i\n"))
    return extent{std::string_view{"master> "}.size(), 0};
  return {};
}

found prompt_at_quit(const rests& at) {
  auto is_prompt =
      !at.haproxys.empty() && at.haproxys.ends_with("> ") && !contains(at.haproxys, "\n");
  if (contains(at.script, "quit") && is_prompt && at.ours.empty())
    return extent{at.haproxys.size(), 0};
  return {};
}

found payload_mark(const rests& at) {
  if (contains(at.script, "}<<") || contains(at.script, "\\<<"))
    return extent{all, all};
  return {};
}

found debug_mode(const rests& at) {
  if (!contains(at.script, "mcli-debug-mode on"))
    return {};
  if (at.haproxys.starts_with(unknown)) // it has told the worker as well
    return extent{all, all};
  if (at.ours.starts_with("Unknown command: '"))
    return extent{answer_size(at.haproxys), answer_size(at.ours)};
  return {};
}

found carriage_return(const rests& at) {
  if (contains(at.script, "\r"))
    return extent{all, all};
  return {};
}

} // namespace

std::span<const difference> differences() {
  static const auto table = std::vector<difference>{
      {"an error closes", "closes the connection", "the next line runs, as since 2.8",
       closed_by_error},
      {"prefixes", "does not know `@@`, `@*`", "both are there", new_prefix},
      {"severity with a local command", "none", "answers have it", severity},
      {"`mcli-debug-mode`", "opens a worker's commands on the master", "those are the workers' own",
       debug_mode},
      {"an empty command", "all commands are listed", "an empty answer, as since 2.8",
       empty_command},
      {"an unknown command", "the title has no word",
       "it has, as since 3.0; and the commands are others", unknown_to_master},
      {"`help` of the master", "its commands", "ours", help_of_master},
      {"`show env`, `show startup-logs`", "not on the master", "as since 3.1",
       new_command({"show env", "show startup-logs"})},
      {"`set severity-output`", "not on the master", "a word of the session, as since 3.0",
       new_word("set severity-output")},
      {"`set timeout cli` at the master", "unknown",
       "a word of the session: limits its commands on workers", new_word("set timeout cli")},
      {"`set timeout cli` with a worker as target", "goes to the worker, to no effect",
       "a word of the session", worker_sees_timeout},
      {"`show proc`", "five columns, and programs",
       "six, with the relative PID: there are several workers", process_table},
      {"`show proc` of a user", "allowed", "needs operator, as since 3.1", process_table_denied},
      {"`show cli sockets` on the master", "empty", "lists the `-S` sockets", sockets_of_master},
      {"`show cli sockets` of a worker", "the master's pair comes last",
       "it comes first: its file is read first", sockets_of_worker},
      {"expert mode, then a lower level", "an error before each command",
       "the modes end with the level", modes_above_level},
      {"words behind `prompt`", "ignored", "as since 3.2", prompt_words},
      {"a prompt behind `quit`", "is printed", "is not, as in 3.5", prompt_at_quit},
      {"`<<` that is not a word's beginning", "is a payload's mark", "is not, as since 2.9",
       payload_mark},
      {"CRLF", "partly", "accepted everywhere; payload data keeps it", carriage_return},
  };
  return table;
}

} // namespace mw::test
