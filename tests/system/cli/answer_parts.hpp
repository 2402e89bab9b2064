// The parts of an answer, as the rules for differences see them.
#pragma once

#include <algorithm>
#include <string_view>

namespace mw::test {

inline constexpr auto all = std::string_view::npos;
inline constexpr auto no_target =
    std::string_view{"Can't find the target PID matching the prefix '"};
inline constexpr auto denied = std::string_view{"Permission denied\n"};
inline constexpr auto unknown = std::string_view{"Unknown command"};
inline constexpr auto full_list =
    std::string_view{"Unknown command. Please enter one of the following commands only:\n"};

inline bool contains(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

inline size_t line_size(std::string_view text) {
  return std::min(text.find('\n'), text.size() - 1) + 1;
}

/// The size of a title and the indented lines below it.
inline size_t list_size(std::string_view text) {
  auto size = line_size(text);
  while (text.substr(size).starts_with("  "))
    size += line_size(text.substr(size));
  return size;
}

/// The size of an answer with its blank line.
inline size_t answer_size(std::string_view text) {
  if (text.starts_with("\n"))
    return 1;
  auto end = text.find("\n\n");
  return end == all ? text.size() : end + 2;
}

} // namespace mw::test
