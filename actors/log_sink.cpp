// Log lines on their way out: see log_sink.hpp.
#include "actors/log_sink.hpp"

#include "actors/log_line.hpp"

#include <fmt/format.h>

#include <utility>

#include <sys/stat.h>

namespace mw {

log_sink::log_sink(int fd, std::string journal_stream)
    : fd_(fd), journal_stream_(std::move(journal_stream)), out_(fd) {}

void log_sink::sink_it_(const spdlog::details::log_msg& message) {
  ++lost_; // until it is written
  auto before = lost_ - 1;
  if (before > 0 &&
      !write_line(log::line(log::severity::warning,
                            fmt::format("{} log lines could not be written", before))))
    return;
  auto written = write_line({message.payload.data(), message.payload.size()});
  lost_ = written ? 0 : 1;
}

/// Asked for each line: going to the background replaces the stream.
bool log_sink::goes_to_journal() const {
  struct stat status {};

  return !journal_stream_.empty() && ::fstat(fd_, &status) == 0 &&
         log::names_stream(journal_stream_, status.st_dev, status.st_ino);
}

bool log_sink::write_line(std::string_view line) {
  if (!goes_to_journal())
    return out_.write(line);
  return out_.write(std::string{log::journal_priority(line)}.append(line));
}

} // namespace mw
