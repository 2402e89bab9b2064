// Nearest keyword by edit distance: see suggestion.hpp.
#include "actors/config/text/suggestion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace mw::config {

namespace {

/// No keyword is longer; it bounds the work for hostile words.
constexpr size_t longest_keyword = 64;
constexpr size_t letters_for_a_mistake = 3;

using distance_row = std::vector<size_t>;

/// Rows of the distance table: of the letter before the previous one, of the previous one, of this.
struct distance_rows {
  explicit distance_rows(size_t columns) : older(columns), old(columns), now(columns) {
    std::iota(now.begin(), now.end(), size_t{0});
  }

  void advance() {
    std::swap(older, old);
    std::swap(old, now);
  }

  distance_row older;
  distance_row old;
  distance_row now;
};

void fill_row(distance_rows& rows, std::string_view a, std::string_view b, size_t letter) {
  rows.now[0] = letter;
  for (size_t at = 1; at <= b.size(); ++at) {
    size_t replaced = rows.old[at - 1] + (a[letter - 1] == b[at - 1] ? 0 : 1);
    rows.now[at] = std::min({replaced, rows.old[at] + 1, rows.now[at - 1] + 1});
    bool swapped = letter > 1 && at > 1 && a[letter - 1] == b[at - 2] && a[letter - 2] == b[at - 1];
    if (swapped)
      rows.now[at] = std::min(rows.now[at], rows.older[at - 2] + 1);
  }
}

} // namespace

size_t edit_distance(std::string_view a, std::string_view b) {
  distance_rows rows(b.size() + 1);
  for (size_t letter = 1; letter <= a.size(); ++letter) {
    rows.advance();
    fill_row(rows, a, b, letter);
  }
  return rows.now[b.size()];
}

std::optional<std::string_view> nearest_keyword(std::string_view word,
                                                std::span<const std::string_view> keywords) {
  if (word.size() > longest_keyword)
    return std::nullopt;
  std::optional<std::string_view> nearest;
  size_t least = longest_keyword;
  for (auto keyword : keywords) {
    auto distance = edit_distance(word, keyword);
    bool near = distance * letters_for_a_mistake <= std::max(word.size(), keyword.size());
    if (near && distance < least) {
      nearest = keyword;
      least = distance;
    }
  }
  return nearest;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> keywords,
                         std::string_view otherwise) {
  auto nearest = nearest_keyword(word, keywords);
  return nearest ? fmt::format("; did you mean '{}' ?", *nearest) : std::string(otherwise);
}

} // namespace mw::config
