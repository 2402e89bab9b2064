// Where log lines go: a descriptor that may be full, closed or the journal's.
#pragma once

#include "net/base/lossy_output.hpp"

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace mw {

/// Writes whole lines as they are. Never blocks and reports no error: a line that is not taken is
/// counted, and the next one that is taken comes behind a warning with the count. Safe from any
/// thread.
class log_sink {
public:
  /// The descriptor stays the caller's. `journal_stream` is $JOURNAL_STREAM, or empty: a stream
  /// that it names gets sd-daemon's priorities.
  log_sink(int fd, std::string journal_stream);

  void write(std::string_view lines);

private:
  bool goes_to_journal() const;
  bool write_lines(std::string_view lines);

  std::mutex lock_;
  int fd_;
  std::string journal_stream_;
  net::lossy_output out_;
  uint64_t lost_ = 0; ///< lines since the last one that was taken
};

} // namespace mw
