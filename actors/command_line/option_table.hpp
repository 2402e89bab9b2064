// The options of the command line as a table: name, argument, help and action.
#pragma once

#include "actors/command_line/options.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mw {

/// The argument of an option that takes all words up to the next option, each by itself.
inline constexpr std::string_view pid_list = "[<pid>...]";

/// One option with what belongs to it.
struct option_entry {
  std::string_view name;
  std::string_view argument; ///< what it is called in the help; empty: the option has none
  std::string_view help;     ///< empty: not shown
  /// Does what the option says; `value` is its argument. An `end_now` ends the reading.
  std::optional<end_now> (*apply)(master_options& options, const option_entry& entry,
                                  const std::string& value);
};

/// Null if there is no such option.
const option_entry* find_option(std::string_view name);

/// All options, as `--help` prints them.
std::string options_help();

/// Wrong usage: exit code 1 and one line.
end_now usage_error(std::string line);

} // namespace mw
