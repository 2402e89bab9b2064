// Why a request between components fails. The texts for clients are made where the names are known.
#pragma once

#include <cstdint>
#include <string>

namespace mw {

enum class errc : uint8_t {
  /// No worker has this number, or no process this pid.
  no_such_target = 1,
  /// The worker of this number is not running at the moment.
  target_not_running,
  /// The process has ended, or is about to.
  process_gone,
  /// The process takes no more channels now.
  process_busy,
  /// This process has no file descriptor left for another channel.
  no_descriptors,
};

std::string to_string(errc code);

} // namespace mw
