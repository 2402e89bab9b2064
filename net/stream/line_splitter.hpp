// Bytes as they arrive, taken apart into lines of limited length.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mw::net {

/// Splits at LF. Does no I/O. If next() is called until need_more after every feed(), it never
/// holds more than the limit and one feed (twice that while lines are left unread).
class line_splitter {
public:
  enum class event : uint8_t {
    need_more, ///< no whole line is there
    line,      ///< the next line, without its LF; a CR before it is left to the caller
    too_long,  ///< a line over the limit, once for each; it is dropped up to and with its LF
  };

  /// `limit`: the most bytes of a line, its LF not counted.
  explicit line_splitter(size_t limit) : limit_(limit) {}

  void feed(std::string_view bytes);

  /// `line` is set for event::line only.
  event next(std::string& line);

  /// Hands out all bytes not yet given as lines and starts afresh: for a switch to raw mode, or for
  /// the last line of an input without LF. A too long line's rest is not part of it.
  std::string take_rest();

  /// The number of bytes not yet given out.
  size_t buffered() const { return buffer_.size() - start_; }

  bool empty() const { return buffered() == 0; }

private:
  event drop_line(size_t line_end);
  void skip_to(size_t position);

  size_t limit_;
  std::string buffer_;
  size_t start_ = 0;      ///< place of the first unread byte
  size_t scanned_ = 0;    ///< no LF between start_ and here
  bool dropping_ = false; ///< inside a line that was too long
};

} // namespace mw::net
