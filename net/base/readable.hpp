// Waits for one descriptor, with a bound.
#pragma once

#include <chrono>

namespace mw::net {

/// Tells whether there is something to read, or an end, within this time; 0 ms: now. A signal makes
/// the wait begin once more.
bool is_readable(int fd, std::chrono::milliseconds within);

} // namespace mw::net
