// The end of an answer in prompt mode: see marked_answer.hpp.
#include "actors/runners/marked_answer.hpp"

#include <algorithm>
#include <utility>

namespace mw {

namespace {

/// How many bytes at the end of `text` may be the beginning of `mark`.
size_t begun_mark(std::string_view text, std::string_view mark) {
  auto longest = std::min(text.size(), mark.size() - 1);
  for (auto size = longest; size > 0; --size)
    if (text.ends_with(mark.substr(0, size)))
      return size;
  return 0;
}

} // namespace

std::string marked_answer::take(std::string_view& input) {
  auto before = held_.size();
  held_ += input;
  if (auto at = held_.find(mark_); at != std::string::npos) {
    input.remove_prefix(at + mark_.size() - before);
    complete_ = true;
    return std::exchange(held_, {}).substr(0, at);
  }
  input = {};
  auto kept = begun_mark(held_, mark_);
  auto sure = held_.substr(0, held_.size() - kept);
  held_.erase(0, sure.size());
  return sure;
}

} // namespace mw
