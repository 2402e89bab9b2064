// One line of configuration text to its words, with HAProxy's rules for quotes and variables.
#pragma once

#include <tl/expected.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mw::config {

/// HAProxy's limit of words on a line; one more is an error.
inline constexpr size_t max_line_words = 64;
/// Bytes of a line, and of its words with variables filled in; one more is an error.
inline constexpr size_t max_line_bytes = 65536;

/// The value of a variable; nothing if it is not set.
using variable_lookup = std::function<std::optional<std::string>(std::string_view name)>;

/// Splits a line, without its LF, at blanks. `#` begins a comment. `\` makes a blank, `\`, `#` and
/// quotes ordinary; `\n \r \t \xHH` are bytes. '...' takes all as it is. "..." knows `\` and `\$`,
/// `$NAME`, `${NAME}`, `${NAME-value if not set}`, and `${NAME[*]}`, whose blanks separate words;
/// outside of "..." a `$` is ordinary. `''` is an empty word. A name that begins with a dot is
/// asked of `variable` too, and is an error if that has none. A CR at the end is not part of the
/// line.
///
/// The error is HAProxy's text, but on one line, with a position that counts the bytes from 1:
/// `unmatched quote at position 6: nde "a`.
tl::expected<std::vector<std::string>, std::string> split_line(std::string_view line,
                                                               const variable_lookup& variable);

} // namespace mw::config
