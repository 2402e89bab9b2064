// Telling a guardian which processes to watch.
#include "net/guardian/guardian.hpp"
#include "tests/programs/script.hpp"
#include "tests/support/started_guardian.hpp"

#include <catch2/catch.hpp>

namespace mw::guardian_watch_test {

using namespace mw::test;

TEST_CASE("a guardian forgets workers that have ended, and only those") {
  auto guardian = start_guardian();
  auto in = make_blocking_pipe();
  auto staying = start_reader(in);
  CHECK_FALSE(guardian.watch(staying.pidfd.get()));
  for (auto round = 0; round < 50; ++round) {
    auto gone_in = make_blocking_pipe();
    auto going = start_reader(gone_in);
    CHECK_FALSE(guardian.watch(going.pidfd.get()));
    REQUIRE(comes_to_watch(guardian, 2));
    end_reader(gone_in, going); // its pidfd stays open here until it has been forgotten
    CHECK(comes_to_watch(guardian, 1));
  }
  end_reader(in, staying);
  CHECK(comes_to_watch(guardian, 0));
}

TEST_CASE("a guardian that has forgotten workers kills the others nevertheless") {
  auto from_worker = make_blocking_pipe();
  auto stubborn = start_worker(resist, from_worker.write.get());
  auto byte = char{};
  REQUIRE(::read(from_worker.read.get(), &byte, 1) == 1);
  {
    auto guardian = start_guardian();
    CHECK_FALSE(guardian.watch(stubborn.get()));
    auto in = make_blocking_pipe();
    auto going = start_reader(in);
    CHECK_FALSE(guardian.watch(going.pidfd.get()));
    REQUIRE(comes_to_watch(guardian, 2));
    end_reader(in, going);
    CHECK(comes_to_watch(guardian, 1));
  }
  REQUIRE(ends(stubborn));
  CHECK(net::reap(stubborn.get()) == net::exit_status{.code = 0, .signal = SIGKILL});
}

TEST_CASE("a guardian ends all of the group that a process leads") {
  auto script = test::script{"#!/bin/sh\nsleep 1000 4<&- &\necho $! >&4\nread -r code <&4\n"};
  auto leader = net::start({.path = script.path,
                            .arguments = {"leader"},
                            .environment = {},
                            .descriptors = {{script.program().configuration->get(), 4}},
                            .leads_group = true})
                    .value();
  auto other = test::process_view{std::stoi(script.says())};
  {
    auto guardian = start_guardian();
    CHECK_FALSE(guardian.watch(leader.pidfd.get(), leader.pid));
    CHECK(comes_to_watch(guardian, 1));
  }
  CHECK(other.ends());
  REQUIRE(ends(leader.pidfd));
  CHECK(net::reap(leader.pidfd.get())->signal == SIGTERM);
}

TEST_CASE("a guardian takes a worker that has ended already") {
  auto guardian = start_guardian();
  auto in = make_blocking_pipe();
  auto gone = start_reader(in);
  end_reader(in, gone);
  auto next_in = make_blocking_pipe();
  auto next = start_reader(next_in);
  CHECK_FALSE(guardian.watch(gone.pidfd.get()));
  CHECK_FALSE(guardian.watch(next.pidfd.get()));
  CHECK(comes_to_watch(guardian, 1));
  end_reader(next_in, next);
  CHECK(comes_to_watch(guardian, 0));
}

TEST_CASE("a descriptor that is no process is not watched") {
  auto guardian = start_guardian();
  CHECK(guardian.watch(-1) == std::errc::bad_file_descriptor);
  auto file = net::unique_fd{::open("/proc/self/exe", O_RDONLY | O_CLOEXEC)};
  CHECK_FALSE(guardian.watch(file.get()));
  auto in = make_blocking_pipe();
  auto reader = start_reader(in);
  CHECK_FALSE(guardian.watch(reader.pidfd.get()));
  CHECK(becomes_true([&] {
    return descriptors(guardian) == std::vector<std::string>{"anon_inode:[eventpoll]",
                                                             "anon_inode:[pidfd]",
                                                             "anon_inode:[timerfd]", "socket"};
  }));
  end_reader(in, reader);
}

TEST_CASE("watching over a guardian that is gone is an error") {
  auto guardian = start_guardian();
  auto self = pidfd_of(::getpid());
  auto pidfd = pidfd_of(guardian.pid());
  REQUIRE(::kill(guardian.pid(), SIGKILL) == 0);
  REQUIRE(ends(pidfd));
  CHECK(guardian.watch(self.get()) == std::errc::broken_pipe);
}

TEST_CASE("a guardian that is stopped blocks nobody, and loses nothing that it was told") {
  auto guardian = start_guardian();
  auto in = make_blocking_pipe();
  auto reader = start_reader(in);
  REQUIRE(::kill(guardian.pid(), SIGSTOP) == 0);
  REQUIRE(becomes_true([&] { return status_of(guardian, "State") == "T"; }));
  auto told = size_t{0};
  auto failed = std::error_code{};
  while (told < 10'000 && !(failed = guardian.watch(reader.pidfd.get())))
    ++told;
  CHECK(failed == std::errc::resource_unavailable_try_again);
  CHECK(told > 100);
  REQUIRE(::kill(guardian.pid(), SIGCONT) == 0);
  CHECK(comes_to_watch(guardian, told));
  end_reader(in, reader);
  CHECK(comes_to_watch(guardian, 0));
}

} // namespace mw::guardian_watch_test
