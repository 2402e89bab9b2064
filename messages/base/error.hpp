// The reasons why a worker proxy opens no channel.
#pragma once

#include <cstdint>
#include <string>

namespace mw {

enum class errc : uint8_t {
  /// The process has ended, or is about to.
  process_gone = 1,
  /// The process takes no more channels now.
  process_busy,
  /// A HAProxy process that is finishing: its connections for two-way sessions are used up.
  process_leaving,
  /// This process has no file descriptor left for another channel.
  no_descriptors,
};

std::string to_string(errc code);

} // namespace mw
