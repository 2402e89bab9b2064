// A session, the words that it answers itself: see session.hpp.
#include "actors/config/text/duration.hpp"
#include "actors/session/session.hpp"
#include "messages/cli/words.hpp"

#include <algorithm>
#include <array>

namespace mw {

namespace {

constexpr auto permission_denied = std::string_view{"Permission denied!\n"};

/// Whether the first words are those of `name`.
bool begins_with(const std::vector<std::string>& words, std::string_view name) {
  for (size_t at = 0; !name.empty(); ++at) {
    auto word = name.substr(0, name.find(' '));
    if (at == words.size() || words[at] != word)
      return false;
    name.remove_prefix(std::min(word.size() + 1, name.size()));
  }
  return true;
}

/// Those behind the first ones.
std::span<const std::string> arguments(const std::vector<std::string>& words, size_t behind) {
  return std::span{words}.subspan(behind);
}

} // namespace

/// The words that change the session itself; nothing is printed for them but the next prompt.
bool session_state::execute_own_word(const words& typed) {
  struct own_word {
    std::string_view name;
    void (*act)(session_state&, const words&);
  };

  static constexpr auto change_mode = [](session_state& me, const words& all) {
    me.change_mode(all);
  };
  static constexpr auto own_words = std::array{
      own_word{"prompt", [](session_state& me, const words& all) { me.change_prompt_mode(all); }},
      own_word{"operator",
               [](session_state& me, const words&) { me.lower_level(access_level::oper); }},
      own_word{"user", [](session_state& me, const words&) { me.lower_level(access_level::user); }},
      own_word{"expert-mode", change_mode},
      own_word{"experimental-mode", change_mode},
      own_word{"mcli-debug-mode", change_mode},
      own_word{"set severity-output",
               [](session_state& me, const words& all) { me.set_severity(all); }},
      own_word{"set trace-id", [](session_state& me, const words& all) { me.show_trace_ids(all); }},
      own_word{"set timeout cli",
               [](session_state& me, const words& all) { me.set_time_limit(all); }},
      own_word{"quit", [](session_state& me, const words&) { me.closing_ = true; }},
  };
  for (const auto& word : own_words)
    if (begins_with(typed, word.name)) {
      word.act(*this, typed);
      return true;
    }
  return false;
}

void session_state::change_prompt_mode(const words& typed) {
  auto side = environment_.first_target == target{} ? cli_side::master : cli_side::worker;
  auto changed = change_prompt(prompt_, arguments(typed, 1), side);
  if (!changed)
    return refuse(changed.error());
  prompt_ = *changed;
  print_prompt();
}

/// The modes go with the right to them: a worker would refuse them, in front of every answer.
void session_state::lower_level(access_level to) {
  if (to > level_)
    return refuse(permission_denied);
  level_ = to;
  trace_ids_ = trace_ids_ && to != access_level::user;
  modes_ = without_rights(modes_);
  print_prompt();
}

void session_state::change_mode(const words& typed) {
  if (level_ < access_level::admin)
    return refuse(permission_denied);
  switch_mode(modes_, *find_mode_word(typed[0]), arguments(typed, 1));
  print_prompt();
}

void session_state::set_severity(const words& typed) {
  if (auto done = change_severity(modes_, arguments(typed, 2)); !done)
    return refuse(done.error());
  print_prompt();
}

/// For commands on workers; 0: none.
void session_state::set_time_limit(const words& typed) {
  constexpr size_t position = 3;
  auto limit = config::parse_duration(typed.size() > position ? typed[position] : std::string{},
                                      std::chrono::seconds{1}); // as HAProxy's workers count here
  if (!limit || typed.size() > position + 1)
    return refuse("'set timeout cli' expects a delay: 500ms, 30s, 10m; 0: no limit\n");
  time_limit_ = *limit;
  print_prompt();
}

/// In front of prompts: what `actor-trace command` takes.
void session_state::show_trace_ids(const words& typed) {
  if (level_ < access_level::oper)
    return refuse(permission_denied);
  auto given = arguments(typed, 2);
  if (given.size() != 1 || (given[0] != "on" && given[0] != "off"))
    return refuse("'set trace-id' expects 'on' or 'off'\n");
  trace_ids_ = given[0] == "on";
  print_prompt();
}

} // namespace mw
