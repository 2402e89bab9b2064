// Likeness of commands: see likeness.hpp.
#include "messages/cli/likeness.hpp"

#include <algorithm>
#include <vector>

namespace mw {

namespace {

/// The letters of a word that are compared: nobody mistypes more, and it bounds the work for
/// hostile words.
constexpr size_t max_compared = 32;
constexpr double other_place = 0.8;
/// The weight of letters in common: they say less than pairs in common, but something when there is
/// no pair.
constexpr double letter_weight = 0.25;

/// The share of pieces of `length` letters that two texts have in common (Dice's coefficient).
double common_share(std::string_view a, std::string_view b, size_t length) {
  std::vector<std::string_view> unused;
  for (size_t at = 0; at + length <= b.size(); ++at)
    unused.push_back(b.substr(at, length));
  auto total = unused.size();
  size_t common = 0;
  for (size_t at = 0; at + length <= a.size(); ++at, ++total) {
    auto found = std::find(unused.begin(), unused.end(), a.substr(at, length));
    if (found == unused.end())
      continue;
    unused.erase(found);
    ++common;
  }
  return total == 0 ? 0 : 2 * static_cast<double>(common) / static_cast<double>(total);
}

/// Puts `^` and `$` around a word: they give the first and the last letter a pair of their own.
std::string bordered(std::string_view word) {
  return '^' + std::string(word.substr(0, max_compared)) + '$';
}

double word_likeness(std::string_view a, std::string_view b) {
  if (a == b)
    return 1;
  auto pairs = common_share(bordered(a), bordered(b), 2);
  auto letters = common_share(a.substr(0, max_compared), b.substr(0, max_compared), 1);
  return (1 - letter_weight) * pairs + letter_weight * letters;
}

/// Makes small letters, as commands have: typed in capitals a command is unknown, but as like as
/// can be.
std::string small_letters(std::string_view word) {
  auto small = std::string(word.substr(0, max_compared));
  for (auto& c : small)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return small;
}

double best_likeness(std::span<const std::string_view> entry, std::string_view word, size_t place) {
  double best = 0;
  for (size_t at = 0; at < entry.size(); ++at)
    best = std::max(best, word_likeness(word, entry[at]) * (at == place ? 1 : other_place));
  return best;
}

} // namespace

double command_likeness(std::span<const std::string_view> entry,
                        std::span<const std::string> typed) {
  if (typed.empty())
    return 0;
  double sum = 0;
  for (size_t at = 0; at < typed.size(); ++at)
    sum += best_likeness(entry, small_letters(typed[at]), at);
  return sum / static_cast<double>(typed.size());
}

} // namespace mw
