// errno as a value: every system call of this folder reports through it.
#pragma once

#include <cerrno>
#include <system_error>

namespace mw::net {

/// The error that errno has now. Call it before anything else can change errno.
inline std::error_code last_error() {
  return {errno, std::system_category()};
}

} // namespace mw::net
