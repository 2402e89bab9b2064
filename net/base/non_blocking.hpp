// Switches descriptors that others have made to non-blocking mode.
#pragma once

#include "net/base/last_error.hpp"

#include <fcntl.h>

namespace mw::net {

/// Switches the open file to non-blocking mode: every duplicate, also in other processes, has it
/// too.
inline std::error_code make_non_blocking(int fd) {
  int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
    return last_error();
  return {};
}

} // namespace mw::net
