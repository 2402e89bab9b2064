// The words that change a session's settings: see cli_settings.hpp.
#include "messages/cli/cli_settings.hpp"

#include "messages/cli/command_table.hpp"

#include <array>

namespace mw {

namespace {

using outcome = setting_change::outcome;
using change = std::optional<setting_change>;
using words_view = std::span<const std::string>;

constexpr time_limit_texts master_limit{
    .no_delay = "'set timeout cli' expects a delay: 500ms, 30s, 10m; 0: no limit\n",
    .wrong_delay = "'set timeout cli' expects a delay: 500ms, 30s, 10m; 0: no limit\n",
    .may_be_zero = true};
constexpr time_limit_texts worker_limit{.not_cli = "'set timeout' only supports 'cli'.\n",
                                        .no_delay = "Expects an integer value.\n",
                                        .wrong_delay = "Invalid timeout value.\n",
                                        .may_go_on = true};

/// One word about settings, with what it needs.
struct sentence {
  cli_settings& settings;
  words_view words; ///< all
  words_view arguments;
  const cli_dialect& dialect;
  delay_reader read_delay;
};

struct setting_word {
  std::string_view name;
  access_level level; ///< the least that may say it
  change (*act)(const sentence&);
  bool cli_dialect::*spoken = nullptr; ///< only where this is set; null: everywhere
};

change failed(std::string_view text) {
  return setting_change{outcome::failed, std::string{text}};
}

change change_prompt_mode(const sentence& said) {
  auto changed = change_prompt(said.settings.prompt, said.arguments, said.dialect.side);
  if (!changed)
    return failed(changed.error());
  said.settings.prompt = *changed;
  return setting_change{};
}

/// The modes go with the right to them: a worker would refuse them, in front of every answer.
template <access_level To>
change lower_level(const sentence& said) {
  said.settings.level = To;
  said.settings.trace_ids = said.settings.trace_ids && To != access_level::user;
  said.settings.modes = without_rights(said.settings.modes);
  return setting_change{};
}

change change_mode(const sentence& said) {
  const auto& which = *find_mode_word(said.words.front());
  if (said.arguments.empty() && said.dialect.tells_modes)
    return setting_change{outcome::done, mode_text(said.settings.modes, which)};
  switch_mode(said.settings.modes, which, said.arguments);
  return setting_change{};
}

change set_severity(const sentence& said) {
  auto done = change_severity(said.settings.modes, said.arguments);
  return done ? setting_change{} : failed(done.error());
}

/// In front of prompts: what `actor-trace command` takes.
change show_trace_ids(const sentence& said) {
  const auto& given = said.arguments;
  if (given.size() != 1 || (given[0] != "on" && given[0] != "off"))
    return failed("'set trace-id' expects 'on' or 'off'\n");
  said.settings.trace_ids = given[0] == "on";
  return setting_change{};
}

change set_time_limit(const sentence& said) {
  const auto* texts = said.dialect.time_limit;
  const auto& given = said.arguments;
  if (texts == nullptr)
    return std::nullopt;
  if (given.empty() || given[0] != "cli")
    return texts->not_cli.empty() ? std::nullopt : failed(texts->not_cli);
  if (given.size() < 2)
    return failed(texts->no_delay);
  auto limit = said.read_delay(given[1]);
  auto is_zero = limit && limit->count() == 0;
  if (!limit || (is_zero && !texts->may_be_zero) || (given.size() > 2 && !texts->may_go_on))
    return failed(texts->wrong_delay);
  said.settings.time_limit = *limit;
  return setting_change{};
}

change quit(const sentence& said) {
  said.settings.closing = true;
  return setting_change{};
}

constexpr auto user = access_level::user;
constexpr auto oper = access_level::oper;
constexpr auto admin = access_level::admin;

constexpr std::array setting_words{
    setting_word{"prompt", user, change_prompt_mode},
    setting_word{"operator", oper, lower_level<oper>},
    setting_word{"user", user, lower_level<user>},
    setting_word{"expert-mode", admin, change_mode},
    setting_word{"experimental-mode", admin, change_mode},
    setting_word{"mcli-debug-mode", admin, change_mode},
    setting_word{"set severity-output", user, set_severity},
    setting_word{"set trace-id", oper, show_trace_ids, &cli_dialect::has_trace_ids},
    setting_word{"set timeout", user, set_time_limit},
    setting_word{"quit", user, quit},
};

} // namespace

cli_dialect master_dialect(cli_side side) {
  return {.side = side,
          .denied = "Permission denied!\n",
          .tells_modes = false,
          .time_limit = &master_limit};
}

cli_dialect console_dialect() {
  return {.denied = "Permission denied\n", .has_trace_ids = false};
}

cli_dialect worker_dialect() {
  return {.side = cli_side::worker,
          .denied = "Permission denied\n",
          .has_trace_ids = false,
          .time_limit = &worker_limit};
}

std::optional<setting_change> change_settings(cli_settings& settings, words_view words,
                                              const cli_dialect& dialect, delay_reader read_delay) {
  for (const auto& word : setting_words) {
    auto own = leading_words(word.name, words);
    if (own == 0 || (word.spoken != nullptr && !(dialect.*word.spoken)))
      continue;
    if (settings.level < word.level)
      return setting_change{outcome::denied, std::string{dialect.denied}};
    return word.act({settings, words, words.subspan(own), dialect, read_delay});
  }
  return std::nullopt;
}

} // namespace mw
