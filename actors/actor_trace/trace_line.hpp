// A recorded message as one line.
#pragma once

#include "actors/recorder/cursor.hpp"
#include "actors/recorder/ticks.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace mw {

/// Tells the time of day of the recorder's ticks.
class trace_clock {
public:
  trace_clock();

  /// Counts the microseconds since 1970 up to a moment in ticks.
  uint64_t microseconds(uint64_t moment) const;

  const ticks::scale& scale() const { return scale_; }

private:
  ticks::scale scale_;
  uint64_t now_; ///< nanoseconds since 1970
};

/// Writes text into a buffer of fixed size; what does not fit is left out. Neither allocates nor
/// throws: for signal handlers, too.
class bounded_text {
public:
  explicit bounded_text(std::span<char> into) : into_(into) {}

  bounded_text& operator<<(std::string_view text);
  bounded_text& operator<<(uint64_t number);
  /// Writes a number with zeros in front.
  bounded_text& digits(uint64_t number, size_t count);
  /// Writes a text with blanks behind it.
  bounded_text& padded(std::string_view text, size_t width);

  std::string_view text() const { return {into_.data(), used_}; }

private:
  std::span<char> into_;
  size_t used_ = 0;
};

/// The longest line, in bytes.
inline constexpr size_t longest_trace_line = 256;

/// Prints type, amount and text: `run_command "show info"`, `reply_chunk 1017 bytes`.
void print_content(bounded_text& into, const recorder::record& message);
/// Prints an actor's name: `session#11`, or `-`.
void print_actor(bounded_text& into, const char* name, uint64_t id);
/// Prints a line: `08:57:15.345458 mw-cli-0     c1 +30us 12us session#11 -> applet#7 run_command
/// "show proc"`: time of day (UTC), thread, cause, how long it waited, how long it was handled
/// (`-`: it still is), with LF.
void print_trace_line(bounded_text& into, const recorder::seen& what, const trace_clock& clock);

/// Answers what one of these prints.
template <class F>
std::string printed(F print) {
  auto buffer = std::array<char, longest_trace_line>{};
  auto text = bounded_text{buffer};
  print(text);
  return std::string{text.text()};
}

} // namespace mw
