// Log lines: see log.hpp.
#include "actors/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <memory>

#include <unistd.h>

namespace mw::log {

namespace {

struct label {
  spdlog::level::level_enum level;
  std::string_view
      text; ///< padded so that the line's text starts in column 12, as tools that grep expect
};

const auto& label_of(severity level) {
  static constexpr auto labels = std::array{
      label{spdlog::level::info, "[NOTICE]   "},
      label{spdlog::level::warn, "[WARNING]  "},
      label{spdlog::level::err, "[ALERT]    "},
  };
  return labels.at(static_cast<size_t>(level));
}

spdlog::logger& logger() {
  static auto instance = [] {
    auto made = spdlog::logger{"mw", std::make_shared<spdlog::sinks::stderr_sink_mt>()};
    made.set_pattern("%v");
    made.flush_on(spdlog::level::trace);
    return made;
  }();
  return instance;
}

} // namespace

void set_threshold(severity least) {
  logger().set_level(label_of(least).level);
}

void write(severity level, std::string_view text) {
  const auto& label = label_of(level);
  logger().log(label.level, "{}({}) : {}", label.text, getpid(), text);
}

} // namespace mw::log
