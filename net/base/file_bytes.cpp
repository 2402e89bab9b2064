// Reads and writes at a place: see file_bytes.hpp.
#include "net/base/file_bytes.hpp"

#include "net/base/last_error.hpp"

#include <unistd.h>

namespace mw::net {

tl::expected<std::string, std::error_code> read_at(int fd, size_t from, size_t bytes) {
  auto read = std::string(bytes, '\0');
  auto have = size_t{0};
  while (have < bytes) {
    auto got = ::pread(fd, read.data() + have, bytes - have, static_cast<off_t>(from + have));
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return tl::unexpected(last_error());
    if (got == 0)
      break;
    have += static_cast<size_t>(got);
  }
  read.resize(have);
  return read;
}

std::error_code write_at(int fd, size_t to, std::string_view bytes) {
  while (!bytes.empty()) {
    auto done = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(to));
    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0)
      return last_error();
    to += static_cast<size_t>(done);
    bytes.remove_prefix(static_cast<size_t>(done));
  }
  return {};
}

} // namespace mw::net
