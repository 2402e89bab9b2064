// Long lists of keywords, written as text.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace mw::config {

/// Cuts at single blanks. The words are views of `text`.
inline std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    auto word = text.substr(0, text.find(' '));
    words.push_back(word);
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
  return words;
}

} // namespace mw::config
