// A pipe with two owners.
#pragma once

#include "net/base/unique_fd.hpp"

#include <tl/expected.hpp>

#include <system_error>

namespace mw::net {

struct pipe_ends {
  unique_fd read;  ///< non-blocking, close-on-exec
  unique_fd write; ///< blocking, as programs expect of their stderr; close-on-exec
};

/// Makes a pipe. Errors are errno's (EMFILE, ...).
tl::expected<pipe_ends, std::error_code> make_pipe();

} // namespace mw::net
