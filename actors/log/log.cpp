// Log lines: see log.hpp.
#include "actors/log/log.hpp"

#include "actors/log/log_sink.hpp"

#include <spdlog/logger.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <string>

#include <unistd.h>

namespace mw::log {

namespace {

/// Lines of workers are above all thresholds.
constexpr auto level_of_raw_lines = spdlog::level::critical;

spdlog::level::level_enum level_of(severity level) {
  static constexpr auto levels = std::array{spdlog::level::debug, spdlog::level::info,
                                            spdlog::level::warn, spdlog::level::err};
  return levels.at(static_cast<size_t>(level));
}

std::string journal_stream() {
  const auto* variable = std::getenv("JOURNAL_STREAM");
  return variable == nullptr ? "" : variable;
}

spdlog::logger& logger() {
  static auto instance = [] {
    auto made = spdlog::logger{"mw", std::make_shared<log_sink>(STDERR_FILENO, journal_stream())};
    made.set_level(level_of(severity::info));
    return made;
  }();
  return instance;
}

} // namespace

void set_threshold(severity least) {
  logger().set_level(level_of(least));
}

bool is_on(severity level) {
  return logger().should_log(level_of(level));
}

void write(severity level, std::string_view text) {
  if (is_on(level))
    write_lines(level, line(level, text));
}

void write_lines(severity level, std::string_view lines) {
  if (!lines.empty())
    logger().log(level_of(level), lines);
}

std::string tell(severity level, std::string_view text) {
  auto made = line(level, text);
  write_lines(level, made);
  return made;
}

void raw(std::string_view lines) {
  if (!lines.empty())
    logger().log(level_of_raw_lines, printable_lines(lines));
}

} // namespace mw::log
