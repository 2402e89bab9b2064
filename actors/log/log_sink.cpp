// Log lines on their way out: see log_sink.hpp.
#include "actors/log/log_sink.hpp"

#include "actors/log/line_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include <sys/stat.h>

namespace mw {

log_sink::log_sink(int fd, std::string journal_stream)
    : fd_(fd), journal_stream_(std::move(journal_stream)), out_(fd) {}

void log_sink::write(std::string_view lines) {
  auto guard = std::scoped_lock(lock_);
  auto before = lost_;
  lost_ += static_cast<size_t>(std::count(lines.begin(), lines.end(), '\n')); // until written
  if (before > 0 &&
      !write_lines(log::line(log::severity::warning,
                             fmt::format("{} log lines could not be written", before))))
    return;
  lost_ -= before;
  if (write_lines(lines))
    lost_ = 0;
}

/// Asked each time: going to the background replaces the stream.
bool log_sink::goes_to_journal() const {
  struct stat status {};

  return !journal_stream_.empty() && ::fstat(fd_, &status) == 0 &&
         log::names_stream(journal_stream_, status.st_dev, status.st_ino);
}

bool log_sink::write_lines(std::string_view lines) {
  if (!goes_to_journal())
    return out_.write(lines);
  auto marked = std::string{};
  while (!lines.empty()) {
    auto line = lines.substr(0, lines.find('\n') + 1);
    marked.append(log::journal_priority(line)).append(line);
    lines.remove_prefix(line.size());
  }
  return out_.write(marked);
}

} // namespace mw
