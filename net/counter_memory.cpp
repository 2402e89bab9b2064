// Memory for counters: see counter_memory.hpp.
#include "net/counter_memory.hpp"

#include "net/last_error.hpp"

#include <sys/mman.h>
#include <unistd.h>

namespace mw::net {

tl::expected<unique_fd, std::error_code> make_counter_memory() {
  auto fd = unique_fd(::memfd_create("mw-counters", MFD_CLOEXEC));
  if (!fd)
    return tl::unexpected(last_error());
  return fd;
}

/// Not by a mapping: if the other process cut the memory short, touching it would kill this one.
tl::expected<std::string, std::error_code> read_part(int fd, size_t from, size_t bytes) {
  auto part = std::string(bytes, '\0');
  auto have = size_t{0};
  while (have < bytes) {
    auto got = ::pread(fd, part.data() + have, bytes - have, static_cast<off_t>(from + have));
    if (got < 0 && errno != EINTR)
      return tl::unexpected(last_error());
    if (got == 0)
      break;
    have += got > 0 ? static_cast<size_t>(got) : 0;
  }
  part.resize(have);
  return part;
}

} // namespace mw::net
