// Writing to a descriptor that may take nothing, without ever waiting for it: what it does not take
// is lost.
#pragma once

#include <string_view>

namespace mw::net {

/// For a stream that belongs to others as well, as stderr does: O_NONBLOCK would concern them too,
/// so it is not set. Not safe from several threads.
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
