// Commands as data: see command_table.hpp.
#include "messages/cli/command_table.hpp"

#include "messages/cli/likeness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace mw {

namespace {

constexpr size_t max_suggestions = 5;

using entries = std::vector<const command_entry*>;

/// Takes the word from the front of a table's text if it is the first one there. Called for each
/// entry for each command.
bool take_if_first(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word) || (text.size() > word.size() && text[word.size()] != ' '))
    return false;
  if (word.find(' ') != std::string_view::npos) // typed as `show\ version`: one word
    return false;
  text.remove_prefix(std::min(word.size() + 1, text.size()));
  return true;
}

/// Takes one word from the front of a table's text.
std::string_view take_word(std::string_view& text) {
  auto word = text.substr(0, text.find(' '));
  text.remove_prefix(std::min(word.size() + 1, text.size()));
  return word;
}

/// The comparison of an entry's words with the typed ones, one by one from the front.
struct comparison {
  size_t equal = 0;        ///< the number of words that are the same
  bool entry_used = false; ///< these are all of the entry's words
  bool typed_used = false; ///< these are all of the typed words
};

template <class Word>
comparison compare(std::string_view entry, std::span<const Word> words) {
  comparison result;
  while (!entry.empty() && result.equal < words.size() &&
         take_if_first(entry, words[result.equal])) {
    ++result.equal;
    result.entry_used = entry.empty();
  }
  result.typed_used = result.equal == words.size();
  return result;
}

template <class Word>
std::optional<size_t> find_by_words(std::span<const command_entry> table,
                                    std::span<const Word> words) {
  std::optional<size_t> best;
  size_t most = 0;
  for (size_t at = 0; at < table.size(); ++at) {
    auto how = compare(table[at].words, words);
    if (how.entry_used && how.equal > most) {
      most = how.equal;
      best = at;
    }
  }
  return best;
}

entries listed(std::span<const command_entry> table) {
  entries result;
  for (const auto& entry : table)
    if (!entry.hidden)
      result.push_back(&entry);
  return result;
}

entries matching(const entries& from, std::span<const std::string> words) {
  entries result;
  std::copy_if(from.begin(), from.end(), std::back_inserter(result), [&](const auto* entry) {
    auto how = compare(entry->words, words);
    return how.entry_used || how.typed_used;
  });
  return result;
}

double likeness(const command_entry& entry, std::span<const std::string> words) {
  std::vector<std::string_view> entry_words;
  for (auto text = entry.words; !text.empty();)
    entry_words.push_back(take_word(text));
  return command_likeness(entry_words, words);
}

/// The entries that are at all like the words, the best first.
entries nearest(const entries& from, std::span<const std::string> words) {
  std::vector<std::pair<double, const command_entry*>> rated;
  for (const auto* entry : from)
    if (auto rate = likeness(*entry, words); rate > 0)
      rated.emplace_back(rate, entry);
  std::stable_sort(rated.begin(), rated.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  entries result;
  for (const auto& [rate, entry] : rated)
    result.push_back(entry);
  return result;
}

/// The entries to show for these words: all that match, else a few near ones in the table's order,
/// else none.
entries select(const entries& all, std::span<const std::string> words) {
  if (auto found = matching(all, words); !found.empty())
    return found;
  auto near = nearest(all, words);
  auto middle = std::stable_partition(near.begin(), near.end(),
                                      [](const auto* entry) { return !entry->basic; });
  auto suggestions = std::min<ptrdiff_t>(max_suggestions, middle - near.begin());
  near.erase(near.begin() + suggestions, middle);
  std::sort(near.begin(), near.begin() + suggestions);
  return near;
}

void append_lines(std::string& text, const entries& what, bool basic) {
  for (const auto* entry : what)
    if (entry->basic == basic)
      fmt::format_to(std::back_inserter(text), "  {:<40}: {}\n", entry->usage, entry->help);
}

std::string listing(std::string text, const entries& chosen, const entries& all) {
  text += '\n';
  append_lines(text, chosen, false);
  append_lines(text, all, true);
  return text;
}

} // namespace

std::optional<size_t> find_command(std::span<const command_entry> table,
                                   std::span<const std::string> words) {
  return find_by_words(table, words);
}

std::optional<size_t> find_command(std::span<const command_entry> table, std::string_view text) {
  constexpr auto blanks = std::string_view{" \t"};
  auto words = std::array<std::string_view, 4>{}; // no entry has more
  size_t count = 0;
  while (count < words.size()) {
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    if (text.empty())
      break;
    words[count] = text.substr(0, text.find_first_of(blanks));
    text.remove_prefix(words[count++].size());
  }
  return find_by_words(table, std::span<const std::string_view>{words.data(), count});
}

size_t leading_words(std::string_view entry, std::span<const std::string> words) {
  auto how = compare(entry, words);
  return how.entry_used ? how.equal : 0;
}

std::string help_text(std::span<const command_entry> table, std::span<const std::string> words) {
  auto all = listed(table);
  auto chosen = select(all, words);
  return listing("The following commands are valid at this level:", chosen.empty() ? all : chosen,
                 all);
}

std::string unknown_command_text(std::span<const command_entry> table,
                                 std::span<const std::string> words) {
  auto all = listed(table);
  auto chosen = select(all, words);
  auto first = words.empty() ? std::string_view() : std::string_view(words.front());
  if (chosen.empty() || words.empty())
    return listing(
        fmt::format("Unknown command: '{}'. Please enter one of the following commands only:",
                    first),
        all, all);
  return listing(fmt::format("Unknown command: '{}', but maybe one of the following ones is a "
                             "better match:",
                             first),
                 chosen, all);
}

} // namespace mw
