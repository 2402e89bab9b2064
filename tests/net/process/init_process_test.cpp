// The small init, in processes that inherit orphans as PID 1 does.
#include "net/process/init_process.hpp"
#include "tests/support/forked.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <csignal>
#include <cstdlib>

#include <fcntl.h>

namespace mw::init_process_test {

using namespace mw::test;

namespace {

sigset_t set_of(std::initializer_list<int> signals) {
  sigset_t set;
  ::sigemptyset(&set);
  for (auto signal : signals)
    ::sigaddset(&set, signal);
  return set;
}

/// Waits for a signal. Answers its number, or -1.
int await_signal(std::initializer_list<int> signals, siginfo_t* info = nullptr) {
  constexpr auto bound = timespec{30, 0};
  auto set = set_of(signals);
  return ::sigtimedwait(&set, info, &bound);
}

void block(std::initializer_list<int> signals) {
  auto set = set_of(signals);
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
}

/// The end of an init whose service is `child`.
template <class Child>
net::exit_status init_of(const Child& child) {
  return run_forked([&] {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    block({SIGTERM, SIGUSR1, SIGRTMIN});
    return net::run_as_init(fork_to(child));
  });
}

/// Starts a process whose parent ends before it, as a daemon's does. Answers its pid.
pid_t start_orphan() {
  auto ends = std::array<int, 2>{-1, -1};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return -1;
  auto middle = fork_to([&] {
    auto orphan = ::fork();
    if (orphan == 0)
      ::_exit(0);
    return ::write(ends[1], &orphan, sizeof orphan) == sizeof orphan ? 0 : 1;
  });
  auto orphan = pid_t{-1};
  ::waitpid(middle, nullptr, 0);
  return ::read(ends[0], &orphan, sizeof orphan) == sizeof orphan ? orphan : -1;
}

/// Waits until a zombie is reaped, which no event announces; false if it is not in time.
bool is_reaped(pid_t pid) {
  auto until = deadline{patience};
  while (::kill(pid, 0) == 0 && !until.passed())
    ::poll(nullptr, 0, 1);
  return ::kill(pid, 0) != 0;
}

siginfo_t signal_with(int number, int code) {
  auto signal = siginfo_t{};
  signal.si_signo = number;
  signal.si_code = code;
  return signal;
}

} // namespace

TEST_CASE("an init ends with the exit code of its service") {
  CHECK(init_of([] { return 0; }).number() == 0);
  CHECK(init_of([] { return 42; }).number() == 42);
}

TEST_CASE("an init whose service is killed ends with 128 and the signal's number") {
  CHECK(init_of([] { return ::raise(SIGKILL); }).number() == 137);
}

TEST_CASE("an init reaps processes that it has not started") {
  CHECK(init_of([] {
          auto orphan = start_orphan();
          return orphan > 0 && is_reaped(orphan) ? 7 : 1;
        }).number() == 7);
}

TEST_CASE("an init passes on the signals that it gets") {
  CHECK(init_of([] {
          for (auto signal : {SIGTERM, SIGUSR1, SIGRTMIN}) {
            ::kill(::getppid(), signal);
            if (await_signal({SIGTERM, SIGUSR1, SIGRTMIN}) != signal)
              return 1;
          }
          return 8;
        }).number() == 8);
}

TEST_CASE("an init passes on what processes send, but not what the kernel sends") {
  for (auto signal : {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR2, SIGWINCH})
    CHECK(net::is_passed_on(signal_with(signal, SI_USER)));
  CHECK(net::is_passed_on(signal_with(SIGTERM, SI_QUEUE)));
  CHECK(net::is_passed_on(signal_with(SIGTERM, SI_TKILL)));
  for (auto signal : {SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGWINCH})
    CHECK_FALSE(net::is_passed_on(signal_with(signal, SI_KERNEL)));
  CHECK_FALSE(net::is_passed_on(signal_with(SIGCHLD, CLD_EXITED)));
  CHECK_FALSE(net::is_passed_on(signal_with(SIGCHLD, SI_USER)));
}

TEST_CASE("an init does not pass on the ^C of a terminal, which its service has got itself") {
  auto terminal = net::unique_fd{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)};
  REQUIRE(terminal);
  REQUIRE(::unlockpt(terminal.get()) == 0);
  auto ended = run_forked([&] {
    block({SIGINT});
    ::setsid();
    auto own = net::unique_fd{::open(::ptsname(terminal.get()), O_RDWR)};
    auto signal = siginfo_t{};
    if (!own || ::write(terminal.get(), "\x03", 1) != 1 || await_signal({SIGINT}, &signal) < 0)
      return 1;
    return net::is_passed_on(signal) ? 2 : 9;
  });
  CHECK(ended.number() == 9);
}

TEST_CASE("a process that is not the first one does not become an init") {
  auto before = ::getpid();
  CHECK(net::step_down_as_init());
  CHECK(::getpid() == before);
}

} // namespace mw::init_process_test
