// Writes to a descriptor without ever waiting for it: lines that it does not take are lost.
#pragma once

#include <string_view>

namespace mw::net {

/// Writes to a stream that belongs to other processes as well, as stderr does: O_NONBLOCK would
/// concern them too, so it is not set. For one thread.
class lossy_output {
public:
  /// The descriptor stays the caller's; it may be replaced (dup2) at any time.
  explicit lossy_output(int fd) : fd_(fd) {}

  /// Writes these lines, each with its end. False if not all was taken (full, closed, disk full,
  /// ...); a line that was begun is ended before the next one. Never blocks, raises no SIGPIPE.
  bool write(std::string_view lines);

private:
  bool write_all(int fd, std::string_view bytes);

  int fd_;
  bool torn_ = false; ///< the last line was begun, its end was not taken
};

} // namespace mw::net
