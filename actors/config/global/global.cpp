// From a line of `global` to its keyword: see global.hpp.
#include "actors/config/global/global.hpp"

#include "actors/config/global/keyword.hpp"
#include "actors/config/text/duration.hpp"
#include "actors/config/text/printable.hpp"
#include "actors/config/text/unsupported_keywords.hpp"

#include <fmt/format.h>

namespace mw::config {

namespace {

const keyword_table<global_keyword>& keywords_of_global() {
  static const auto table = keyword_table<global_keyword>{
      {account_keywords(), balancer_keywords(), environment_keywords(), lifetime_keywords(),
       process_keywords(), stats_keywords()},
      unsupported_global_keywords()};
  return table;
}

} // namespace

line_done already_specified(std::string_view what) {
  return {{fmt::format("{} already specified. Continuing.", what)}};
}

tl::expected<std::chrono::milliseconds, std::string>
read_time(std::string_view keyword, global_words words, std::string_view wrong_character) {
  return parse_duration(words[1]).map_error([&](const bad_duration& bad) {
    if (!bad.overflow)
      return fmt::format(fmt::runtime(wrong_character), keyword, bad.unexpected);
    return fmt::format(
        "timer overflow in argument '{}' to '{}' (maximum value is {} ms or ~24.8 days)",
        printable(words[1]), keyword, longest_duration.count());
  });
}

line_result apply_keyword(const global_keyword& keyword, global_words words, global_state& state) {
  if (auto wrong = wrong_count(keyword, words))
    return mistake(std::move(*wrong));
  return keyword.apply(words, state);
}

tl::expected<line_done, std::string> apply_global(std::span<const std::string> words,
                                                  global_state& state) {
  const auto* found = keywords_of_global().find(words[0]);
  if (found == nullptr)
    return mistake(fmt::format("'{}' is not supported in 'global' section", words[0]));
  return apply_keyword(*found, words, state);
}

configuration finish_global(global_state state) {
  if (!state.out.gid)
    state.out.gid = state.group_of_user;
  state.out.environment = state.variables.entries();
  return std::move(state.out);
}

std::span<const std::string_view> global_keywords() {
  return keywords_of_global().names();
}

} // namespace mw::config
