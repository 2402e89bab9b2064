// References to variables: see variable.hpp.
#include "actors/config/text/variable.hpp"

namespace mw::config {

namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
constexpr std::string_view brackets = "[*]";

bool is_name_begin(char c) {
  return letters.find(c) != std::string_view::npos || c == '.';
}

bool is_name_byte(char c) {
  return letters.find(c) != std::string_view::npos || (c >= '0' && c <= '9');
}

bool is_at(std::string_view line, size_t at, char c) {
  return at < line.size() && line[at] == c;
}

/// Takes what may stand between a name and its `}`; `found.end` moves on.
std::optional<text_mistake> read_braced_end(std::string_view line, variable_reference& found) {
  if (is_at(line, found.end, '[')) {
    if (line.substr(found.end, brackets.size()) != brackets)
      return text_mistake{found.end, "truncated or invalid word expansion sequence"};
    found.as_words = true;
    found.end += brackets.size();
  }
  auto close = line.find('}', found.end);
  bool has_default = is_at(line, found.end, '-');
  if (close == std::string_view::npos || (close != found.end && !has_default))
    return text_mistake{found.name_at - 1, "unmatched brace in environment variable name"};
  if (has_default)
    found.otherwise = line.substr(found.end + 1, close - found.end - 1);
  found.end = close + 1;
  return std::nullopt;
}

} // namespace

tl::expected<variable_reference, text_mistake> read_reference(std::string_view line, size_t at) {
  bool braced = is_at(line, at + 1, '{');
  variable_reference found;
  found.name_at = at + (braced ? 2 : 1);
  if (found.name_at >= line.size() || !is_name_begin(line[found.name_at]))
    return tl::unexpected(text_mistake{found.name_at, bad_first_char});
  found.end = found.name_at + 1;
  while (found.end < line.size() && is_name_byte(line[found.end]))
    ++found.end;
  found.name = line.substr(found.name_at, found.end - found.name_at);
  if (braced)
    if (auto mistake = read_braced_end(line, found))
      return tl::unexpected(*mistake);
  return found;
}

} // namespace mw::config
