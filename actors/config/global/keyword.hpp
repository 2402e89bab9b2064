// What the files share that say what the keywords of `global` do: one table for each topic.
#pragma once

#include "actors/config/global/global.hpp"
#include "actors/config/text/keyword_table.hpp"

#include <array>
#include <chrono>
#include <span>
#include <string>
#include <string_view>

namespace mw::config {

/// A line's words, the keyword first.
using global_words = std::span<const std::string>;
using line_result = tl::expected<line_done, std::string>;

/// One keyword: how many arguments it takes, what is said if there are too few (see wrong_count()),
/// and what it does with them.
struct global_keyword {
  std::string_view name;
  size_t least;
  size_t most;
  std::string_view too_few;
  line_result (*apply)(global_words, global_state&);
};

/// account.cpp: who the workers are.
std::span<const global_keyword> account_keywords();
/// balancer.cpp: what the built-in worker balances.
std::span<const global_keyword> balancer_keywords();
/// environment.cpp: variables.
std::span<const global_keyword> environment_keywords();
/// lifetime.cpp: when a worker has to end, and what follows.
std::span<const global_keyword> lifetime_keywords();
/// process.cpp: the program as a whole.
std::span<const global_keyword> process_keywords();
/// stats.cpp: the workers' own CLI.
std::span<const global_keyword> stats_keywords();

/// Counts the arguments, then applies the keyword.
line_result apply_keyword(const global_keyword& keyword, global_words words, global_state& state);

inline tl::unexpected<std::string> mistake(std::string text) {
  return tl::unexpected(std::move(text));
}

/// The line is left out and the first one holds; `what` is the beginning of the warning.
line_done already_specified(std::string_view what);

/// Reads words[1] as a time. `wrong_character` is HAProxy's sentence, which is not the same for all
/// keywords: `{0}` is the keyword, `{1}` the character.
tl::expected<std::chrono::milliseconds, std::string>
read_time(std::string_view keyword, global_words words, std::string_view wrong_character);

inline constexpr std::string_view needs_integer = "'{}' expects an integer argument.";
inline constexpr std::string_view needs_time = "'{}' expects <time> as argument.";

} // namespace mw::config
