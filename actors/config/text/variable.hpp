// A reference to a variable inside of "...": where it begins and ends, and what it means.
#pragma once

#include <tl/expected.hpp>

#include <optional>
#include <string_view>

namespace mw::config {

/// `$NAME`, `${NAME}`, `${NAME-default}`, `${NAME[*]}`, `${NAME[*]-default}`. Views of the line.
struct variable_reference {
  std::string_view name;
  size_t name_at = 0; ///< in the line
  std::optional<std::string_view> otherwise;
  bool as_words = false; ///< `[*]`: blanks in the value separate words
  size_t end = 0;        ///< behind it in the line
};

/// Mistake in a text, and its byte in the line, from 0.
struct text_mistake {
  size_t at = 0;
  std::string_view what;
};

inline constexpr std::string_view bad_first_char =
    "forbidden first char in environment variable name";

/// Reads the reference whose `$` is line[at]. A name may begin with a dot; who knows the names of
/// that kind decides about it (`bad_first_char`).
tl::expected<variable_reference, text_mistake> read_reference(std::string_view line, size_t at);

} // namespace mw::config
