// Words that every thread reads for each message, and that seldom change: together in one cache
// line.
//
// What a command does between two messages pushes these words out of the near caches, and each line
// that is fetched again costs some nanoseconds of the recorder's 3 %. For the same reason functions
// that run for each message are [[gnu::hot]]: the linker puts them side by side.
#pragma once

#include <atomic>
#include <cstdint>

namespace mw {

struct alignas(64) hot_words {
  std::atomic<uint8_t> wanted{0};         ///< see trace.hpp
  std::atomic<uint64_t> ring_edition{0};  ///< counts starts and stops of the recorder
  std::atomic<uint64_t> stamp_edition{0}; ///< counts the ends of all threads' stamps
};

inline constinit hot_words hot;

} // namespace mw
