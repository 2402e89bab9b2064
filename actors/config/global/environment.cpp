// Keywords of `global` that change variables of the environment.
#include "actors/config/global/keyword.hpp"
#include "actors/config/text/printable.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mw::config {

namespace {

/// An empty result if all of `names` can be names of variables.
line_result check_names(const std::string& keyword, global_words names) {
  auto bad = std::find_if_not(names.begin(), names.end(), is_variable_name);
  if (bad == names.end())
    return {};
  return mistake(
      fmt::format("'{}' failed on variable '{}' : Invalid argument.", keyword, printable(*bad)));
}

line_result apply_setenv(global_words words, global_state& state) {
  auto checked = check_names(words[0], words.subspan(1, 1));
  if (checked)
    state.variables.set(words[1], words[2]);
  return checked;
}

line_result apply_presetenv(global_words words, global_state& state) {
  auto checked = check_names(words[0], words.subspan(1, 1));
  if (checked)
    state.variables.set_if_absent(words[1], words[2]);
  return checked;
}

line_result apply_unsetenv(global_words words, global_state& state) {
  auto checked = check_names(words[0], words.subspan(1));
  if (checked)
    for (const auto& name : words.subspan(1))
      state.variables.remove(name);
  return checked;
}

line_result apply_resetenv(global_words words, global_state& state) {
  auto checked = check_names(words[0], words.subspan(1));
  if (checked)
    state.variables.keep_only(words.subspan(1));
  return checked;
}

line_result apply_localpeer(global_words words, global_state& state) {
  state.variables.set(local_peer_variable, words[1]);
  return {};
}

constexpr std::string_view needs_pair = "'{}' expects a name and a value.";
constexpr std::string_view needs_names = "'{}' expects at least one variable name.";

constexpr std::string_view needs_name = "'{}' expects a name as an argument.";

constexpr std::array keywords{
    global_keyword{"localpeer", 1, 1, needs_name, apply_localpeer},
    global_keyword{"presetenv", 2, 2, needs_pair, apply_presetenv},
    global_keyword{"resetenv", 0, any_arguments, {}, apply_resetenv},
    global_keyword{"setenv", 2, 2, needs_pair, apply_setenv},
    global_keyword{"unsetenv", 1, any_arguments, needs_names, apply_unsetenv},
};

} // namespace

std::span<const global_keyword> environment_keywords() {
  return keywords;
}

} // namespace mw::config
