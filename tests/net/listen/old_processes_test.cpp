// The processes that this one replaces.
#include "net/listen/old_processes.hpp"
#include "tests/support/forked.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fmt/format.h>

namespace mw::old_processes_test {

using net::old_processes;

namespace {

pid_t start_waiting() {
  return test::fork_to([]() -> int {
    for (;;)
      ::pause();
  });
}

/// The signal that a child ended by. It has been signalled, so only the run's own limit bounds the
/// wait.
int end_signal(pid_t child) {
  auto status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

} // namespace

TEST_CASE("a farewell ends all old processes that are left, by its signal") {
  auto one = start_waiting();
  auto other = start_waiting();
  auto gone = test::fork_to([] { return 0; });
  REQUIRE(::waitpid(gone, nullptr, 0) == gone);
  auto old = old_processes{{one, gone, other, ::getpid()}, SIGUSR1};
  old.say_farewell();
  CHECK(end_signal(one) == SIGUSR1);
  CHECK(end_signal(other) == SIGUSR1);
}

TEST_CASE("a unix path is taken over from an old process, and from nobody else") {
  auto folder = temporary_folder{};
  auto path = folder / "cli";
  auto before = open_one(path);
  auto inode = status_of(path).st_ino;
  auto options = listen_options{};
  options.may_replace = {::getpid() + 1};
  CHECK(error_at(path, options)
            .ends_with(fmt::format("a live process serves it already (pid {})", ::getpid())));
  options.may_replace.push_back(::getpid());
  auto after = open_one(path, options);
  CHECK(status_of(path).st_ino != inode);
  CHECK(serves(path));
}

TEST_CASE("an old process is asked to leave the port that it holds, and it is taken then") {
  auto holder = open_one("127.0.0.1:0");
  auto where = holder.where();
  std::array<int, 2> ready{};
  REQUIRE(::pipe2(ready.data(), O_CLOEXEC) == 0);
  auto old_one = test::fork_to([&] {
    auto room = sigset_t{};
    ::sigemptyset(&room);
    ::sigaddset(&room, SIGTTOU);
    ::sigprocmask(SIG_BLOCK, &room, nullptr);
    auto told = ::write(ready[1], "r", 1);
    auto which = 0;
    ::sigwait(&room, &which);
    return told == 1 ? 0 : 1; // its end frees the port
  });
  auto byte = char{};
  REQUIRE(::read(ready[0], &byte, 1) == 1);
  { auto closed_here = std::move(holder); }
  auto old = old_processes{{old_one}, SIGUSR1};
  auto opened = old.open(where, {});
  INFO((opened ? "" : opened.error()));
  CHECK(opened);
  auto status = -1;
  REQUIRE(::waitpid(old_one, &status, 0) == old_one);
  CHECK(WIFEXITED(status));
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_CASE("a port that nobody old holds is refused at once") {
  auto holder = open_one("127.0.0.1:0");
  auto old = old_processes{{}, SIGUSR1};
  auto opened = old.open(holder.where(), {});
  REQUIRE_FALSE(opened);
  CHECK(opened.error().ends_with("Address already in use"));
}

} // namespace mw::old_processes_test
