// What a worker gives away before it serves: files, groups, user.
#pragma once

#include "actors/config/values/config.hpp"

#include <tl/expected.hpp>

#include <string>

#include <sys/types.h>

namespace mw::worker {

/// Enters `chroot`, then becomes `gid` and `uid` for good, without further groups, as far as the
/// configuration sets them. From then on the process gains no privileges, and it ends with `parent`
/// as before. The error is one line, as HAProxy words it; then the process must not go on.
tl::expected<void, std::string> drop_privileges(const config::configuration& settings,
                                                pid_t parent);

} // namespace mw::worker
