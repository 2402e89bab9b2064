// Processes around a guardian: masters that can be killed, and workers that outlive them.
#pragma once

#include "net/guardian.hpp"
#include "tests/support/forked.hpp"

#include <initializer_list>

namespace mw::test {

/// What becomes of a worker that no guardian ends: no test leaves one behind.
inline constexpr unsigned longest_life_s = 60;

inline net::unique_fd pidfd_of(pid_t pid) {
  return net::unique_fd{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))};
}

struct blocking_pipe {
  net::unique_fd read;
  net::unique_fd write;
};

inline blocking_pipe make_blocking_pipe() {
  auto ends = std::array<int, 2>{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return {};
  return {net::unique_fd{ends[0]}, net::unique_fd{ends[1]}};
}

inline bool tell(int fd, char what) {
  return ::write(fd, &what, 1) == 1;
}

inline sigset_t only(int signal) {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, signal);
  return set;
}

/// A worker that tells `t` when it gets SIGTERM, and ends.
inline int obey(int fd) {
  const auto term = only(SIGTERM);
  ::sigprocmask(SIG_BLOCK, &term, nullptr);
  tell(fd, 'r');
  auto signal = 0;
  ::sigwait(&term, &signal);
  return tell(fd, 't') ? 0 : 1;
}

/// A worker that does not care for SIGTERM.
inline int resist(int fd) {
  std::signal(SIGTERM, SIG_IGN);
  tell(fd, 'r');
  for (;;)
    ::pause();
}

/// A worker that kept the end of its master's socket would be a master to the guardian.
inline void close_all_but(int fd) {
  auto number = static_cast<unsigned>(fd);
  ::close_range(0, number - 1, 0);
  ::close_range(number + 1, ~0U, 0);
}

/// Starts it; it does not notice the end of its parent. Told to `fd`: `r` when it runs, and the end
/// of file when it has ended.
inline net::unique_fd start_worker(int (*worker)(int), int fd) {
  auto pid = ::fork();
  if (pid == 0) {
    ::alarm(longest_life_s);
    close_all_but(fd);
    ::_exit(worker(fd));
  }
  return pidfd_of(pid);
}

/// The text that comes up to the end of file, or to the first that does not come in time.
inline std::string all_from(const net::unique_fd& fd) {
  auto all = std::string{};
  auto until = deadline{patience};
  auto byte = char{};
  while (wait_for(fd.get(), POLLIN, until) && ::read(fd.get(), &byte, 1) == 1)
    all += byte;
  return all;
}

/// Whether nobody writes to it any more, and all that came has been read.
inline bool is_at_end(const net::unique_fd& fd) {
  auto byte = char{};
  return wait_for(fd.get(), POLLIN, deadline{milliseconds{0}}) && ::read(fd.get(), &byte, 1) == 0;
}

/// Whether the process of this pidfd ends in time.
inline bool ends(const net::unique_fd& pidfd) {
  return wait_for(pidfd.get(), POLLIN, deadline{patience});
}

/// Nothing announces what another process does with its descriptors.
template <class Condition>
bool becomes_true(const Condition& condition) {
  for (auto until = deadline{patience}; !until.passed(); ::poll(nullptr, 0, 1))
    if (condition())
      return true;
  return false;
}

} // namespace mw::test
