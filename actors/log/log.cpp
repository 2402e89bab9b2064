// Log lines: see log.hpp.
#include "actors/log/log.hpp"

#include "actors/log/log_sink.hpp"

#include <atomic>
#include <cstdlib>
#include <string>

#include <unistd.h>

namespace mw::log {

namespace {

std::string journal_stream() {
  const auto* variable = std::getenv("JOURNAL_STREAM");
  return variable == nullptr ? "" : variable;
}

struct program_log {
  std::atomic<severity> least = severity::info;
  log_sink out{STDERR_FILENO, journal_stream()};
};

program_log& instance() {
  static auto one = program_log{};
  return one;
}

} // namespace

void set_threshold(severity least) {
  instance().least = least;
}

bool is_on(severity level) {
  return level >= instance().least;
}

void write(severity level, std::string_view text) {
  if (is_on(level))
    write_lines(level, line(level, text));
}

void write_lines(severity level, std::string_view lines) {
  if (!lines.empty() && is_on(level))
    instance().out.write(lines);
}

std::string tell(severity level, std::string_view text) {
  auto made = line(level, text);
  write_lines(level, made);
  return made;
}

void raw(std::string_view lines) {
  if (!lines.empty())
    instance().out.write(printable_lines(lines));
}

} // namespace mw::log
