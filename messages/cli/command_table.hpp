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

/// Names the part that acts on a command.
enum class command_place : uint8_t {
  runner,  ///< whoever runs commands for its target: the master's applet, a worker
  session, ///< the client's session itself: the command is about its settings
  router,  ///< the router starts somebody for it: it is for several workers, or about them
};

/// Holds all that is known of one command without running it.
struct command_entry {
  std::string_view words = {};             ///< the words that select it: `show proc`
  std::string_view usage = {};             ///< the left column: `show proc [debug | json]`
  std::string_view help = {};              ///< the right column
  access_level level = access_level::user; ///< the least level that may run it
  bool basic = false;  ///< `help` lists it at the very end, always: `help`, `prompt`, `quit`
  bool hidden = false; ///< known, but not listed by `help` and never suggested
  command_place place = command_place::runner;
  bool live = false;        ///< lasts until the client presses Enter, or may
  bool is_question = false; ///< only reads, in one answer: it may be asked twice, or behind others
  bool watches_input = false; ///< HAProxy ends it when its client sends no more
  bool has_secret = false;    ///< what stands behind its words must not be shown
  bool for_debugging = false; ///< unknown to a session that is not in mcli-debug-mode
};

/// Makes an entry that `help` does not list and no answer suggests.
constexpr command_entry hidden_command(std::string_view words, access_level level,
                                       command_place place = command_place::runner) {
  return {.words = words, .level = level, .hidden = true, .place = place};
}

/// Finds the entry that these words select: the one with the most leading words equal to theirs.
/// Nothing: the command is unknown.
std::optional<size_t> find_command(std::span<const command_entry> table,
                                   std::span<const std::string> words);
/// Finds it for a text without escapes, which costs less than to split it into words.
std::optional<size_t> find_command(std::span<const command_entry> table, std::string_view text);

/// Counts the words of an entry, if the typed ones begin with them; else 0.
size_t leading_words(std::string_view entry, std::span<const std::string> words);

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
