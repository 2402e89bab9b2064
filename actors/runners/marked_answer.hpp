// Finds the end of an answer in what HAProxy writes in prompt mode, which has no other mark.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace mw {

/// Behind the command one sends a second one whose answer is known; that answer, between two
/// prompts, is the mark.
class marked_answer {
public:
  explicit marked_answer(std::string mark) : mark_(std::move(mark)) {}

  /// Takes bytes from the front of `input`, up to the mark and with it, or all. Answers what surely
  /// stands before the mark: bytes that may be its beginning are kept until more is known.
  std::string take(std::string_view& input);

  /// The mark has come, and the next answer may begin.
  bool is_complete() const { return complete_; }

  /// Hands out the bytes that were held back, when nothing more can come.
  std::string take_rest() { return std::exchange(held_, {}); }

  void begin() {
    held_.clear();
    complete_ = false;
  }

  /// The next answer has this mark.
  void begin(std::string_view mark) {
    mark_ = mark;
    begin();
  }

private:
  std::string mark_;
  std::string held_;
  bool complete_ = true;
};

} // namespace mw
