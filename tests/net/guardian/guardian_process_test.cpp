// The guardian's process: what it keeps of its master, and which signals it withstands.
#include "net/guardian/guardian_process.hpp"
#include "tests/support/started_guardian.hpp"

#include <catch2/catch.hpp>

namespace mw::guardian_process_test {

using namespace mw::test;

TEST_CASE("a guardian keeps nothing of its master but the capability to signal others") {
  auto held = make_blocking_pipe();
  auto guardian = start_guardian();
  CHECK(descriptors(guardian) == own_descriptors);
  CHECK(fs::read_symlink(place_of(guardian, "cwd")) == "/");
  CHECK(status_of(guardian, "Name") == "mw-guardian");
  CHECK(::getsid(guardian.pid()) == guardian.pid());
  CHECK(status_of(guardian, "CapEff") ==
        (::geteuid() == 0 ? "0000000000000020" : std::string(16, '0')));
  CHECK(status_of(guardian, "CapPrm") == status_of(guardian, "CapEff"));
  CHECK(status_of(guardian, "CapInh") == std::string(16, '0'));
}

TEST_CASE("a guardian goes on after all signals that a service manager or a terminal sends") {
  auto guardian = start_guardian();
  for (auto signal = 1; signal <= SIGRTMAX; ++signal)
    if (signal != SIGKILL && signal != SIGSTOP)
      REQUIRE(::kill(guardian.pid(), signal) == 0);
  auto in = make_blocking_pipe();
  auto reader = start_reader(in);
  CHECK_FALSE(guardian.watch(reader.pidfd.get()));
  CHECK(comes_to_watch(guardian, 1));
  end_reader(in, reader);
}

TEST_CASE("no wait for any child finds a guardian, and none of its signals comes") {
  auto chld = only(SIGCHLD);
  auto before = sigset_t{};
  REQUIRE(::pthread_sigmask(SIG_BLOCK, &chld, &before) == 0);
  {
    auto guardian = start_guardian();
    CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
  }
  auto pending = sigset_t{};
  REQUIRE(::sigpending(&pending) == 0);
  REQUIRE(::pthread_sigmask(SIG_SETMASK, &before, nullptr) == 0);
  CHECK(::sigismember(&pending, SIGCHLD) == 0);
}

} // namespace mw::guardian_process_test
