// The keywords of the section `global`: see global.hpp.
#include "actors/config/global.hpp"

#include "actors/config/keywords.hpp"
#include "actors/config/number.hpp"
#include "actors/config/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace mw {

namespace {

constexpr unsigned most_workers = 64;
constexpr size_t any_count = 64;

using arguments = std::span<const std::string>;
using result = tl::expected<line_done, std::string>;

/// One keyword: how many arguments it takes, what is said if there are too few, and what it does
/// with them (the keyword itself is arguments[0]).
struct global_keyword {
  std::string_view name;
  size_t least;
  size_t most;
  std::string_view too_few;
  result (*apply)(arguments, global_state&);
};

tl::unexpected<std::string> mistake(std::string text) {
  return tl::unexpected(std::move(text));
}

line_done already_specified(const std::string& keyword) {
  return {fmt::format("'{}' already specified. Continuing.", keyword)};
}

result apply_nbproc(arguments words, global_state& state) {
  auto count = parse_number(words[1], 1U, most_workers);
  if (!count)
    return mistake(fmt::format("'nbproc' must be between 1 and {} (was {}).", most_workers,
                               printable(words[1])));
  state.out.nbproc = count;
  return {};
}

result apply_daemon(arguments, global_state& state) {
  state.out.daemon = true;
  return {};
}

result apply_pidfile(arguments words, global_state& state) {
  if (!state.out.pid_file.empty())
    return already_specified(words[0]);
  state.out.pid_file = words[1];
  return {};
}

result apply_description(arguments words, global_state& state) {
  state.out.description = fmt::format("{}", fmt::join(words.subspan(1), " "));
  return {};
}

bool is_node_byte(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
         c == '-' || c == '_';
}

result apply_node(arguments words, global_state& state) {
  if (words.size() < 2 || !std::all_of(words[1].begin(), words[1].end(), is_node_byte))
    return mistake("'node' requires valid node name - non-empty string with digits(0-9), "
                   "letters(A-Z, a-z), dot(.), hyphen(-) or underscode(_).");
  state.out.node = words[1];
  return {};
}

result apply_ulimit_n(arguments words, global_state& state) {
  if (state.out.ulimit_n)
    return already_specified(words[0]);
  state.out.ulimit_n = parse_number(words[1], 1U);
  if (!state.out.ulimit_n)
    return mistake(fmt::format("'ulimit-n' expects a positive integer argument, got '{}'.",
                               printable(words[1])));
  return {};
}

result apply_exit_on_failure(arguments, global_state& state) {
  state.out.exit_on_failure = true;
  return {};
}

/// The mode itself is always on.
result apply_master_worker(arguments words, global_state& state) {
  if (words.size() < 2)
    return {};
  state.out.exit_on_failure = words[1] == "exit-on-failure";
  if (!state.out.exit_on_failure && words[1] != "no-exit-on-failure")
    return mistake("'master-worker' only supports 'exit-on-failure' and 'no-exit-on-failure'.");
  return {};
}

/// An empty result if all of `names` can be names of variables.
result check_names(const std::string& keyword, arguments names) {
  auto bad = std::find_if_not(names.begin(), names.end(), is_variable_name);
  if (bad == names.end())
    return {};
  return mistake(
      fmt::format("'{}' failed on variable '{}' : Invalid argument.", keyword, printable(*bad)));
}

result apply_setenv(arguments words, global_state& state) {
  auto checked = check_names(words[0], words.subspan(1, 1));
  if (checked)
    state.variables.set(words[1], words[2]);
  return checked;
}

result apply_presetenv(arguments words, global_state& state) {
  auto checked = check_names(words[0], words.subspan(1, 1));
  if (checked)
    state.variables.set_if_absent(words[1], words[2]);
  return checked;
}

result apply_unsetenv(arguments words, global_state& state) {
  auto checked = check_names(words[0], words.subspan(1));
  if (checked)
    for (const auto& name : words.subspan(1))
      state.variables.remove(name);
  return checked;
}

result apply_resetenv(arguments words, global_state& state) {
  auto checked = check_names(words[0], words.subspan(1));
  if (checked)
    state.variables.keep_only(words.subspan(1));
  return checked;
}

constexpr std::string_view needs_integer = "'{}' expects an integer argument.";
constexpr std::string_view needs_file = "'{}' expects a file name as an argument.";
constexpr std::string_view needs_text = "'{}' expects a string argument.";
constexpr std::string_view needs_pair = "'{}' expects a name and a value.";
constexpr std::string_view needs_names = "'{}' expects at least one variable name.";

constexpr std::array keywords{
    global_keyword{"daemon", 0, 0, {}, apply_daemon},
    global_keyword{"description", 1, any_count, needs_text, apply_description},
    global_keyword{"exit-on-failure", 0, 0, {}, apply_exit_on_failure},
    global_keyword{"master-worker", 0, 1, {}, apply_master_worker},
    global_keyword{"nbproc", 1, 1, needs_integer, apply_nbproc},
    global_keyword{"node", 0, 1, {}, apply_node},
    global_keyword{"pidfile", 1, 1, needs_file, apply_pidfile},
    global_keyword{"presetenv", 2, 2, needs_pair, apply_presetenv},
    global_keyword{"resetenv", 0, any_count, {}, apply_resetenv},
    global_keyword{"setenv", 2, 2, needs_pair, apply_setenv},
    global_keyword{"ulimit-n", 1, 1, needs_integer, apply_ulimit_n},
    global_keyword{"unsetenv", 1, any_count, needs_names, apply_unsetenv},
};

/// HAProxy's `stats` is several keywords in one.
std::string full_name(arguments words) {
  bool two_words = words[0] == "stats" && words.size() > 1;
  return two_words ? fmt::format("stats {}", printable(words[1])) : words[0];
}

} // namespace

tl::expected<line_done, std::string> apply_global(arguments words, global_state& state) {
  const auto* found = std::find_if(keywords.begin(), keywords.end(),
                                   [&](const auto& entry) { return entry.name == words[0]; });
  if (found == keywords.end())
    return mistake(fmt::format("'{}' is not supported in 'global' section", full_name(words)));
  auto count = words.size() - 1;
  if (count > found->most)
    return mistake(fmt::format("'{}' cannot handle unexpected argument '{}'.", words[0],
                               printable(words[found->most + 1])));
  if (count < found->least || (found->least > 0 && words[1].empty()))
    return mistake(fmt::format(fmt::runtime(found->too_few), words[0]));
  return found->apply(words, state);
}

const std::vector<std::string_view>& global_keywords() {
  static const auto all = [] {
    auto unsupported = unsupported_global_keywords();
    std::vector<std::string_view> names(unsupported.begin(), unsupported.end());
    for (const auto& entry : keywords)
      names.push_back(entry.name);
    return names;
  }();
  return all;
}

bool is_global_keyword(std::string_view word) {
  const auto& all = global_keywords();
  return std::find(all.begin(), all.end(), word) != all.end();
}

} // namespace mw
