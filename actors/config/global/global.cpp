// From a line of `global` to its keyword: see global.hpp.
#include "actors/config/global/global.hpp"

#include "actors/config/global/keyword.hpp"
#include "actors/config/text/duration.hpp"
#include "actors/config/text/printable.hpp"
#include "actors/config/text/unsupported_keywords.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mw::config {

namespace {

const std::vector<global_keyword>& supported() {
  static const auto all = [] {
    std::vector<global_keyword> keywords;
    for (auto topic : {account_keywords(), balancer_keywords(), environment_keywords(),
                       lifetime_keywords(), process_keywords(), stats_keywords()})
      keywords.insert(keywords.end(), topic.begin(), topic.end());
    return keywords;
  }();
  return all;
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
  auto count = words.size() - 1;
  if (count > keyword.most)
    return mistake(fmt::format("'{}' cannot handle unexpected argument '{}'.", keyword.name,
                               printable(words[keyword.most + 1])));
  if (count < keyword.least || (keyword.least > 0 && words[1].empty()))
    return mistake(fmt::format(fmt::runtime(keyword.too_few), keyword.name));
  return keyword.apply(words, state);
}

tl::expected<line_done, std::string> apply_global(std::span<const std::string> words,
                                                  global_state& state) {
  const auto& all = supported();
  auto found = std::find_if(all.begin(), all.end(),
                            [&](const auto& keyword) { return keyword.name == words[0]; });
  if (found == all.end())
    return mistake(fmt::format("'{}' is not supported in 'global' section", words[0]));
  return apply_keyword(*found, words, state);
}

configuration finish_global(global_state state) {
  if (!state.out.gid)
    state.out.gid = state.group_of_user;
  state.out.environment = state.variables.entries();
  return std::move(state.out);
}

const std::vector<std::string_view>& global_keywords() {
  static const auto all = [] {
    auto unsupported = unsupported_global_keywords();
    std::vector<std::string_view> names(unsupported.begin(), unsupported.end());
    for (const auto& keyword : supported())
      names.push_back(keyword.name);
    return names;
  }();
  return all;
}

bool is_global_keyword(std::string_view word) {
  const auto& all = global_keywords();
  return std::find(all.begin(), all.end(), word) != all.end();
}

} // namespace mw::config
