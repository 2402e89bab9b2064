// Reads the flight recorder: the messages since the last look.
#pragma once

#include "actors/recorder/recorder.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace mw::recorder {

/// A message as it was read, and the thread that handled it.
struct seen {
  record message;
  pid_t thread = 0;
  std::array<char, 16> name = {}; ///< name of the thread, ends with 0

  std::string_view thread_name() const { return name.data(); }
};

/// Copies one record; false if it is not there, or is overwritten meanwhile. Takes no lock and no
/// memory: signal handlers use it, too.
bool read(const chunk& from, size_t index, seen& into);

/// Reads a ring. Writers are never held up: messages that they overwrite unread are counted.
class cursor {
public:
  /// The message to begin with: the oldest one that is there, or the next one that comes.
  enum class start : uint8_t { oldest, next };

  cursor(std::shared_ptr<const ring> of, start from);

  /// Appends the messages since the last call, in the order of their handling. `unfinished`: also
  /// those that are being handled now; else the next call gets them.
  void read_on(std::vector<seen>& into, bool unfinished = false);

  /// Counts messages that were overwritten unread since the last call. It counts whole chunks, so
  /// it may be a little too high.
  uint64_t lost();

private:
  struct place {
    uint64_t generation = 0;
    uint64_t next = 0; ///< the first record that was not read
  };

  bool read_chunk(size_t index, std::vector<seen>& into, bool unfinished);

  std::shared_ptr<const ring> ring_;
  std::vector<place> places_;
  uint64_t generations_ = 0; ///< of the ring when this one began
  uint64_t met_ = 0;         ///< chunks that were begun since, and seen here
  uint64_t lost_ = 0;
  uint64_t told_ = 0;
};

} // namespace mw::recorder
