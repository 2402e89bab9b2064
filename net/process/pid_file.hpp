// The pid file of `-p`.
#pragma once

#include <tl/expected.hpp>

#include <string>

#include <sys/types.h>

namespace mw::net {

/// Writes `<pid>\n` to a new file of mode 0644 in the place of an old one; the file stays when the
/// process ends, as HAProxy's does. A symlink there is replaced, never followed; anything that is
/// neither file nor link (`/dev/null`) is refused. The error is one line that names file and
/// reason; then there is no half-written file.
tl::expected<void, std::string> write_pid_file(const std::string& path, pid_t pid);

} // namespace mw::net
