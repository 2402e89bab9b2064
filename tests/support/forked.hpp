// Code that must not run in the test's own process.
#pragma once

#include "net/process/child_process.hpp"
#include "tests/support/deadline.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <csignal>
#include <string>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mw::test {

/// Forks a child whose exit code is the result of `body`, which must not use Catch's checks.
template <class Body>
pid_t fork_to(const Body& body) {
  auto child = ::fork();
  if (child != 0)
    return child;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::_exit(body());
}

/// Runs `body` in a child and waits for its end; a child that hangs fails the test.
template <class Body>
net::exit_status run_forked(const Body& body) {
  auto child = fork_to(body);
  REQUIRE(child > 0);
  auto fd = net::unique_fd{static_cast<int>(::syscall(SYS_pidfd_open, child, 0))};
  if (!wait_for(fd.get(), POLLIN, deadline{patience}))
    ::kill(child, SIGKILL);
  wait_for(fd.get(), POLLIN, deadline{patience});
  return net::reap(fd.get()).value_or(net::lost_status);
}

/// Runs the function in a fork of this process. Returns its result as text.
template <class F>
std::string forked(F function) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  auto pid = ::fork();
  REQUIRE(pid >= 0);
  if (pid == 0) {
    std::string text = function();
    auto written = ::write(ends[1], text.data(), text.size());
    ::_exit(written == static_cast<ssize_t>(text.size()) ? 0 : 1);
  }
  ::close(ends[1]);
  std::string all;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
    all.append(buffer.data(), static_cast<size_t>(got));
  ::close(ends[0]);
  ::waitpid(pid, nullptr, 0);
  return all;
}

/// Tells whether this is root; else warns that the test is skipped, which only root can run.
inline bool is_root() {
  if (::geteuid() == 0)
    return true;
  WARN("skipped: this needs root");
  return false;
}

} // namespace mw::test
