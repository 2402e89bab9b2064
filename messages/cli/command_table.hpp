// Commands as data: a table from which dispatch, level checks and `help` are made.
#pragma once

#include "messages/cli/level.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mw {

/// A command as `help` shows it.
struct command_entry {
  std::string_view words;                  ///< the words that select it: `show proc`
  std::string_view usage;                  ///< the left column: `show proc [debug | json]`
  std::string_view help;                   ///< the right column
  access_level level = access_level::user; ///< the least level that may run it
  /// Always listed, at the very end: `help`, `prompt`, `quit`.
  bool basic = false;
  /// Runs, but is not listed by `help` and never suggested.
  bool hidden = false;
};

/// Makes a command that `help` does not list and no answer suggests.
constexpr command_entry hidden_command(std::string_view words, access_level level) {
  return {words, {}, {}, level, false, true};
}

/// Finds the entry that these words select: the one with the most leading words equal to theirs.
/// Nothing: the command is unknown.
std::optional<size_t> find_command(std::span<const command_entry> table,
                                   std::span<const std::string> words);

/// The answer to `help [words]`: the whole list, or those that begin with
/// `words`, or, if none does, the five most alike; then the basic ones. Without the blank line that
/// ends every answer.
std::string help_text(std::span<const command_entry> table, std::span<const std::string> words);

/// The answer to an unknown command: `Unknown command: 'foo', but maybe one of ...` with the five
/// nearest, or `Unknown command: 'foo'. Please enter one of the following commands only:` with all,
/// if none is near.
std::string unknown_command_text(std::span<const command_entry> table,
                                 std::span<const std::string> words);

} // namespace mw
