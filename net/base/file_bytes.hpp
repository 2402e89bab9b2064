// Bytes at a place of a file, whatever its offset is: who shares a descriptor shares its offset.
#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

namespace mw::net {

/// Reads so many bytes, or fewer if the file ends before. Errors are errno's.
tl::expected<std::string, std::error_code> read_at(int fd, size_t from, size_t bytes);

/// Writes all bytes, or answers errno's error (EFBIG, ENOSPC, ...); then some of them may have been
/// written.
std::error_code write_at(int fd, size_t to, std::string_view bytes);

} // namespace mw::net
