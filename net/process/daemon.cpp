// Going to the background: see daemon.hpp.
#include "net/process/daemon.hpp"

#include "net/base/last_error.hpp"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mw::net {

namespace {

/// The launcher's wait: a byte from the child means success, the end of file means that the child
/// has ended.
[[noreturn]] void wait_for(pid_t child, int from_child) {
  auto byte = char{};
  auto got = ssize_t{};
  do
    got = ::read(from_child, &byte, 1);
  while (got < 0 && errno == EINTR);
  if (got == 1)
    ::_exit(0);
  auto status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR)
    continue;
  ::_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

} // namespace

tl::expected<daemon, std::error_code> daemon::detach() {
  auto ends = std::array<int, 2>{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return tl::unexpected(last_error());
  auto reading = unique_fd{ends[0]};
  auto writing = unique_fd{ends[1]};
  auto child = ::fork();
  if (child < 0)
    return tl::unexpected(last_error());
  if (child > 0) {
    writing.reset();
    wait_for(child, reading.get());
  }
  ::setsid();
  return daemon{std::move(writing)};
}

void daemon::ready() {
  auto nowhere = unique_fd{::open("/dev/null", O_RDWR | O_CLOEXEC)};
  for (auto stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (nowhere)
      ::dup2(nowhere.get(), stream);
  auto byte = char{1};
  [[maybe_unused]] auto told =
      ::write(launcher_.get(), &byte, 1); // a launcher that is gone does not care
  launcher_.reset();
}

} // namespace mw::net
