// Checks that an answer is what played workers have said, and nothing else, for random schedules of
// commands.
#pragma once

#include "tests/fixtures/played_asker.hpp"
#include "tests/fixtures/played_worker.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace mw::test {

inline bool cut(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix))
    return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// Cuts the common beginning of both; answers its length.
inline size_t cut_common(std::string_view& text, std::string_view other) {
  auto common = std::mismatch(text.begin(), text.end(), other.begin(), other.end());
  auto size = static_cast<size_t>(common.first - text.begin());
  text.remove_prefix(size);
  return size;
}

/// Checks the answer of one process of `ran_by` (0: the master), or of none: then it is an error
/// alone.
inline void check_single(const asked_command& over, const std::set<uint64_t>& ran_by) {
  auto rest = std::string_view{over.got};
  auto is_whole = false;
  if (!ran_by.empty()) {
    auto whole = played_answer(over.text, *ran_by.begin());
    is_whole = cut_common(rest, whole) == whole.size();
  }
  CHECK(rest.empty());
  CHECK((is_whole || !over.error->empty()));
  CHECK((over.error->empty() || over.error->starts_with("worker ")));
}

/// Checks the part of one worker in the answer of a group. Answers whether it is complete.
inline bool check_branch(std::string_view& rest, const std::string& command,
                         const process_key& process) {
  auto whole = played_answer(command, process.serial);
  auto size = cut_common(rest, whole);
  auto in_line = size > 0 && whole[size - 1] != '\n';
  if (!rest.substr(in_line ? 1 : 0).starts_with("worker ")) {
    CHECK(size == whole.size());
    return true;
  }
  CHECK((!in_line || cut(rest, "\n")));
  CHECK(rest.starts_with(to_string(process) + " "));
  rest.remove_prefix(std::min(rest.find("\n\n"), rest.size() - 2) + 2);
  return false;
}

/// Cuts the parts of numbers that have no process: their headers have no pid. Answers how many
/// there are.
inline size_t cut_missing(std::string_view& rest) {
  auto count = size_t{0};
  while (rest.starts_with("# worker ") && rest.substr(0, rest.find('\n')).find('(') == rest.npos) {
    rest.remove_prefix(std::min(rest.find("\n\n"), rest.size() - 2) + 2);
    ++count;
  }
  return count;
}

/// Checks that all members are there in their order, each with its own answer.
inline void check_group(const asked_command& over) {
  auto rest = std::string_view{over.got};
  auto complete = size_t{0};
  const auto& members = over.members;
  auto missing = cut_missing(rest);
  for (auto number = size_t{0}; number < members.size(); ++number) {
    auto is_old = number + over.old_members >= members.size();
    CHECK(cut(rest, fmt::format("# {}{}\n", is_old ? "old " : "", to_string(members[number]))));
    complete += check_branch(rest, over.text, members[number]) ? 1 : 0;
    missing += cut_missing(rest);
  }
  auto all = members.size() + missing;
  if (complete < all)
    CHECK(cut(rest, fmt::format("{} of {} workers answered\n\n", complete, all)));
  CHECK(rest.empty());
  CHECK(over.error->empty());
}

} // namespace mw::test
