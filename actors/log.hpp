// What the program tells its operator, in HAProxy's form: `[NOTICE]   (pid) : text` on stderr.
#pragma once

#include <fmt/format.h>

#include <string_view>

namespace mw::log {

enum class severity { notice, warning, alert };

/// From then on nothing below this severity is printed (`-q`: alert).
void set_threshold(severity least);

/// One line. Safe from any thread.
void write(severity level, std::string_view text);

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
