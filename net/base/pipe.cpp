// Makes a pipe.
#include "net/base/pipe.hpp"

#include "net/base/last_error.hpp"
#include "net/base/non_blocking.hpp"

#include <array>

#include <fcntl.h>
#include <unistd.h>

namespace mw::net {

tl::expected<pipe_ends, std::error_code> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return tl::unexpected(last_error());
  auto made = pipe_ends{unique_fd(ends[0]), unique_fd(ends[1])};
  if (auto failed = make_non_blocking(made.read.get()))
    return tl::unexpected(failed);
  return made;
}

} // namespace mw::net
