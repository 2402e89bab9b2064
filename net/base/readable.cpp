// Waits for one descriptor: see readable.hpp.
#include "net/base/readable.hpp"

#include <cerrno>

#include <poll.h>

namespace mw::net {

bool is_readable(int fd, std::chrono::milliseconds within) {
  auto waiting = pollfd{fd, POLLIN, 0};
  int count = -1;
  do
    count = ::poll(&waiting, 1, static_cast<int>(within.count()));
  while (count < 0 && errno == EINTR);
  return count == 1;
}

} // namespace mw::net
