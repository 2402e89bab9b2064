// Lines of text within a bound: the oldest ones go first.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mw {

class bounded_lines {
public:
  explicit bounded_lines(size_t most_bytes) : most_bytes_(most_bytes) {}

  /// Whole lines, with LF.
  void append(std::string_view lines) {
    text_ += lines;
    if (text_.size() <= most_bytes_)
      return;
    auto end = text_.find('\n', text_.size() - most_bytes_ - 1);
    text_.erase(0, end == std::string::npos ? text_.size() : end + 1);
  }

  void clear() { text_.clear(); }

  const std::string& text() const { return text_; }

private:
  size_t most_bytes_;
  std::string text_;
};

} // namespace mw
