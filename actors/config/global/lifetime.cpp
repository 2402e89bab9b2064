// Keywords of `global` that say when a worker has to end, and what follows.
#include "actors/config/global/keyword.hpp"
#include "actors/config/text/printable.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

namespace mw::config {

namespace {

using std::chrono::milliseconds;

constexpr unsigned highest_exit_code = 255;
constexpr std::string_view wrong_character = "unexpected character '{1}' in argument to <{0}>.";

line_result apply_exit_on_failure(global_words, global_state& state) {
  state.out.exit_on_failure = true;
  return {};
}

/// The mode itself is always on.
line_result apply_master_worker(global_words words, global_state& state) {
  if (words.size() < 2)
    return {};
  state.out.exit_on_failure = words[1] == "exit-on-failure";
  if (!state.out.exit_on_failure && words[1] != "no-exit-on-failure")
    return mistake("'master-worker' only supports 'exit-on-failure' and 'no-exit-on-failure'.");
  return {};
}

template <milliseconds configuration::*Field>
line_result apply_time(global_words words, global_state& state) {
  return read_time(words[0], words, wrong_character).map([&](milliseconds time) {
    state.out.*Field = time;
    return line_done{};
  });
}

line_result apply_ready_within(global_words words, global_state& state) {
  auto applied = apply_time<&configuration::ready_within>(words, state);
  if (applied && state.out.ready_within == milliseconds::zero())
    return mistake("'ready-within' expects a positive value.");
  return applied;
}

line_result apply_max_reloads(global_words words, global_state& state) {
  auto count = net::parse_number(words[1]);
  if (count)
    state.out.max_reloads = *count;
  else if (words[1].starts_with('-'))
    return mistake("'mworker-max-reloads' expects a positive value or zero.");
  else
    return mistake(fmt::format(fmt::runtime(needs_integer), words[0]));
  return {};
}

line_result apply_no_restart_codes(global_words words, global_state& state) {
  std::vector<int> codes;
  auto numbers = words.size() == 2 && words[1] == "none" ? global_words{} : words.subspan(1);
  for (const auto& word : numbers) {
    auto code = net::parse_number(word, 0U, highest_exit_code);
    if (!code)
      return mistake(fmt::format("'no-restart-codes' expects exit codes from 0 to {}, or 'none' "
                                 "alone (got '{}').",
                                 highest_exit_code, printable(word)));
    codes.push_back(static_cast<int>(*code));
  }
  state.out.no_restart_codes = std::move(codes);
  return {};
}

constexpr std::string_view needs_codes = "'{}' expects exit codes or 'none' as arguments.";

constexpr std::array keywords{
    global_keyword{"exit-on-failure", 0, 0, {}, apply_exit_on_failure},
    global_keyword{"hard-stop-after", 1, 1, needs_time,
                   apply_time<&configuration::hard_stop_after>},
    global_keyword{"hung-after", 1, 1, needs_time, apply_time<&configuration::hung_after>},
    global_keyword{"master-worker", 0, 1, {}, apply_master_worker},
    global_keyword{"mworker-max-reloads", 1, 1, needs_integer, apply_max_reloads},
    global_keyword{"no-restart-codes", 1, any_arguments, needs_codes, apply_no_restart_codes},
    global_keyword{"ready-within", 1, 1, needs_time, apply_ready_within},
};

} // namespace

std::span<const global_keyword> lifetime_keywords() {
  return keywords;
}

} // namespace mw::config
