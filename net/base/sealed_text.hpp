// A text that a child reads like a file, and that nobody can change any more.
#pragma once

#include "net/base/unique_fd.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <system_error>

namespace mw::net {

/// Makes a sealed file in memory, close-on-exec, at offset 0. A child that inherits it as number n
/// opens `/proc/self/fd/<n>`, as often as it likes: each time it reads from the beginning. `name`
/// is for people to read, in `/proc`; at most 249 bytes. Errors are errno's: EINVAL a longer name,
/// EMFILE, ENOMEM, ...
tl::expected<unique_fd, std::error_code> seal_text(std::string_view name, std::string_view text);

/// Reads the text back, from the beginning whatever the descriptor's offset is. EINVAL: `fd` is not
/// sealed, so its text could change meanwhile.
tl::expected<std::string, std::error_code> unseal_text(int fd);

} // namespace mw::net
