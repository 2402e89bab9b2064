// Recognises differences: see difference_rules.hpp.
#include "tests/system/difference/difference_rules.hpp"

#include "tests/system/cli/answer_parts.hpp"

#include <regex>

namespace mw::test {

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

rule new_command(std::vector<std::string_view> names) {
  return [names = std::move(names)](const rests& at) -> found {
    auto said = [&](std::string_view name) { return contains(at.script, name); };
    if (!at.haproxys.starts_with(unknown) || !std::ranges::any_of(names, said))
      return {};
    return extent{list_size(at.haproxys) + 1, answer_size(at.ours)};
  };
}

rule new_word(std::string_view name) {
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
  if (contains(at.script, "}<<") || contains(at.script, "\\<<") || contains(at.script, "<< \n"))
    return extent{all, all};
  return {};
}

found debug_mode(const rests& at) {
  if (!contains(at.script, "mcli-debug-mode on"))
    return {};
  if (at.haproxys.starts_with(unknown)) // HAProxy has told the worker as well
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

} // namespace mw::test
