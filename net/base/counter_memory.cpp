// Memory for counters: see counter_memory.hpp.
#include "net/base/counter_memory.hpp"

#include "net/base/last_error.hpp"

#include <sys/mman.h>

namespace mw::net {

tl::expected<unique_fd, std::error_code> make_counter_memory() {
  auto fd = unique_fd(::memfd_create("mw-counters", MFD_CLOEXEC));
  if (!fd)
    return tl::unexpected(last_error());
  return fd;
}

} // namespace mw::net
