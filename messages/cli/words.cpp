// A command's words: see words.hpp.
#include "messages/cli/words.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

constexpr char without_nul(char c) {
  return c == '\0' ? ' ' : c;
}

constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\0';
}

/// Takes one word from the front of `text`, which does not begin with a blank.
std::string take_word(std::string_view& text) {
  std::string word;
  size_t at = 0;
  for (; at < text.size() && !is_blank(text[at]); ++at) {
    if (text[at] == '\\' && ++at == text.size())
      break;
    word.push_back(without_nul(text[at]));
  }
  text.remove_prefix(at);
  return word;
}

} // namespace

tl::expected<std::vector<std::string>, std::string> split_words(std::string_view command) {
  std::vector<std::string> words;
  for (;;) {
    while (!command.empty() && is_blank(command.front()))
      command.remove_prefix(1);
    if (command.empty())
      return words;
    if (words.size() == max_words)
      return tl::unexpected(
          fmt::format("Too many arguments. Commands must have at most {} arguments.\n", max_words));
    words.push_back(take_word(command));
  }
}

std::string join_words(std::span<const std::string> words) {
  return fmt::format("{}", fmt::join(words, " "));
}

} // namespace mw
