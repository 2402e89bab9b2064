// From a line to its commands: cutting at `;`, the routing prefix, the payload mark. Pure functions
// on text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mw {

/// The first command of a line, and the text behind the `;` that ended it (nothing: the line's end
/// did). Backslashes stay in the text; split_words() removes them when the command runs.
struct first_command {
  std::string_view command;
  std::optional<std::string_view> rest;
};

/// Cuts a line (without its LF) at the first unescaped `;`.
first_command cut_first_command(std::string_view line);

/// A command's routing prefix, the first word if it begins with `@`, and the command behind it
/// without leading blanks. `prefix` is empty if there is none.
struct prefixed_command {
  std::string_view prefix;
  std::string_view command;
};

prefixed_command cut_prefix(std::string_view command);

/// The end pattern of the payload that this command announces: its last word is `<<` (an empty line
/// ends the payload) or
/// `<<pattern`, pattern up to 64 bytes. Nothing: the command has no payload.
std::optional<std::string> payload_pattern(std::string_view command);

/// Tells whether this line ends the payload: it is the pattern, with or without a CR behind it.
bool ends_payload(std::string_view line, std::string_view pattern);

/// Cuts off blanks and tabs at the front.
std::string_view skip_blanks(std::string_view text);

} // namespace mw
