// Writes that never wait: see lossy_output.hpp.
#include "net/base/lossy_output.hpp"

#include "net/base/unique_fd.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <climits>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace mw::net {

namespace {

/// Opens a terminal again, so that O_NONBLOCK concerns us alone: a terminal says that it is ready,
/// and then waits if less fits than is written.
unique_fd opened_again(int fd) {
  if (::isatty(fd) == 0)
    return unique_fd{};
  auto path = fmt::format("/proc/self/fd/{}", fd);
  return unique_fd{::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
}

/// Tells whether the descriptor takes bytes now. Events besides POLLOUT are errors: nobody reads
/// any more.
bool takes_bytes(int fd) {
  auto waiting = pollfd{fd, POLLOUT, 0};
  return ::poll(&waiting, 1, 0) == 1 && waiting.revents == POLLOUT;
}

/// Writes to a pipe without waiting, though others may fill it between poll() and write(). Kernels
/// before 6.4 know no better way.
ssize_t write_to_pipe(int fd, std::string_view bytes) {
  auto part = iovec{const_cast<char*>(bytes.data()), bytes.size()};
  auto taken = ::pwritev2(fd, &part, 1, -1, RWF_NOWAIT);
  return taken >= 0 || errno != EOPNOTSUPP ? taken : ::writev(fd, &part, 1);
}

ssize_t write_some(int fd, std::string_view bytes) {
  struct stat status {};

  if (::fstat(fd, &status) != 0)
    return -1;
  if (S_ISSOCK(status.st_mode))
    return ::send(fd, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (S_ISFIFO(status.st_mode))
    return write_to_pipe(fd, bytes);
  return ::write(fd, bytes.data(), bytes.size());
}

} // namespace

bool lossy_output::write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    // A stream that is ready takes this much at least.
    auto taken = takes_bytes(fd) ? write_some(fd, bytes.substr(0, PIPE_BUF)) : -1;
    if (taken <= 0)
      return false;
    torn_ = true;
    bytes.remove_prefix(static_cast<size_t>(taken));
  }
  torn_ = false;
  return true;
}

bool lossy_output::write(std::string_view lines) {
  auto own = opened_again(fd_);
  auto fd = own ? own.get() : fd_;
  return (!torn_ || write_all(fd, "\n")) && write_all(fd, lines);
}

} // namespace mw::net
