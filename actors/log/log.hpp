// What master and built-in workers tell their operator, in HAProxy's form: `[NOTICE]   (pid) :
// text` on stderr. In the journal each line has its priority as well. A stderr that takes nothing
// costs lines, never time: see log_sink.hpp.
#pragma once

#include "actors/log/line_text.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace mw::log {

/// From then on nothing below this severity is printed (`-q`: alert). At first all is.
void set_threshold(severity least);

/// Whether lines of this severity are printed. Safe from any thread, as is all that follows.
bool is_on(severity level);

/// One line.
void write(severity level, std::string_view text);

/// Lines of this severity that line() has made.
void write_lines(severity level, std::string_view lines);

/// One line, for who keeps it as well: answers it, printed or not.
std::string tell(severity level, std::string_view text);

/// Passes on whole lines that a worker has written to its own stderr, whatever the threshold is: a
/// worker has heard of `-q` itself.
void raw(std::string_view lines);

template <class... Ts>
void info(fmt::format_string<Ts...> format, Ts&&... xs) {
  write(severity::info, fmt::format(format, std::forward<Ts>(xs)...));
}

template <class... Ts>
void notice(fmt::format_string<Ts...> format, Ts&&... xs) {
  write(severity::notice, fmt::format(format, std::forward<Ts>(xs)...));
}

template <class... Ts>
void warning(fmt::format_string<Ts...> format, Ts&&... xs) {
  write(severity::warning, fmt::format(format, std::forward<Ts>(xs)...));
}

template <class... Ts>
void alert(fmt::format_string<Ts...> format, Ts&&... xs) {
  write(severity::alert, fmt::format(format, std::forward<Ts>(xs)...));
}

} // namespace mw::log
