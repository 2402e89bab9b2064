// The fate of workers when their master ends, in one way or another.
#include "net/guardian/guardian.hpp"
#include "tests/fixtures/played_master.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace mw::guardian_test {

using namespace mw::test;

namespace {

using worker_list = std::initializer_list<int (*)(int)>;

/// A master that starts a guardian and workers, writes the guardian's pid to `pid`, and waits.
int play_master(worker_list workers, int to_test, int pid) {
  auto guardian = net::guardian::start();
  if (!guardian)
    return 1;
  for (auto* worker : workers)
    if (guardian->watch(start_worker(worker, to_test).get()))
      return 2;
  auto number = guardian->pid();
  if (::write(pid, &number, sizeof number) != sizeof number)
    return 3;
  ::close(pid);
  for (;;)
    ::pause();
}

struct story {
  std::string told;           ///< the letters of the workers, sorted
  bool workers_left = false;  ///< in time
  bool guardian_left = false; ///< in time
};

/// Kills the master of these workers, and tells what becomes of them.
story killed_master(worker_list workers) {
  auto from_workers = make_blocking_pipe();
  auto pids = make_blocking_pipe();
  auto master =
      fork_to([&] { return play_master(workers, from_workers.write.get(), pids.write.get()); });
  from_workers.write.reset();
  pids.write.reset();
  auto told = std::string(workers.size(), '\0');
  for (auto& byte : told)
    REQUIRE(::read(from_workers.read.get(), &byte, 1) == 1);
  auto pid = pid_t{-1};
  REQUIRE(::read(pids.read.get(), &pid, sizeof pid) == sizeof pid);
  auto guardian = pidfd_of(pid);
  ::kill(master, SIGKILL);
  told += all_from(from_workers.read);
  ::waitpid(master, nullptr, 0);
  std::sort(told.begin(), told.end());
  return {told, is_at_end(from_workers.read), ends(guardian)};
}

} // namespace

TEST_CASE("the workers of a killed master get SIGTERM, and their guardian leaves") {
  auto after = killed_master({obey, obey});
  CHECK(after.told == "rrtt");
  CHECK(after.workers_left);
  CHECK(after.guardian_left);
}

TEST_CASE("a worker that ignores SIGTERM is killed when its master has been") {
  auto after = killed_master({resist, obey});
  CHECK(after.told == "rrt");
  CHECK(after.workers_left);
  CHECK(after.guardian_left);
}

TEST_CASE("the guardian of a killed master without workers leaves") {
  auto after = killed_master({});
  CHECK(after.told.empty());
  CHECK(after.workers_left);
  CHECK(after.guardian_left);
}

TEST_CASE("a worker that has become another user ends with its master") {
  if (!is_root())
    return;
  constexpr auto as_nobody = [](int fd) {
    constexpr auto nobody = 65534;
    return ::setresuid(nobody, nobody, nobody) == 0 ? obey(fd) : 1;
  };
  auto after = killed_master({as_nobody});
  CHECK(after.told == "rt");
  CHECK(after.workers_left);
  CHECK(after.guardian_left);
}

TEST_CASE("a master that ends without workers leaves no guardian, not even a zombie") {
  CHECK(run_forked([] {
          auto pid = pid_t{-1};
          {
            auto guardian = net::guardian::start();
            pid = guardian ? guardian->pid() : -1;
          }
          return pid > 0 && ::kill(pid, 0) != 0 && ::waitpid(-1, nullptr, __WALL) == -1 ? 4 : 1;
        }).number() == 4);
}

TEST_CASE("a master that ends in order takes the workers that it has left with it") {
  auto from_worker = make_blocking_pipe();
  CHECK(run_forked([&] {
          auto guardian = net::guardian::start();
          auto worker = start_worker(obey, from_worker.write.get());
          auto byte = char{};
          if (!guardian || ::read(from_worker.read.get(), &byte, 1) != 1)
            return 1;
          return guardian->watch(worker.get()) ? 2 : 5;
        }).number() == 5);
  from_worker.write.reset();
  CHECK(all_from(from_worker.read) == "t");
  CHECK(is_at_end(from_worker.read));
}

TEST_CASE("a guardian that is moved goes on") {
  CHECK(run_forked([] {
          auto first = net::guardian::start();
          auto second = net::guardian::start();
          if (!first || !second)
            return 1;
          auto pid = first->pid();
          auto replaced = pidfd_of(second->pid());
          {
            auto passing = std::move(*first);
            *second = std::move(passing);
          }
          std::signal(SIGTERM, SIG_DFL);
          auto self = pidfd_of(::getpid());
          bool works = second->pid() == pid && !second->watch(self.get()) && first->pid() == -1;
          return works && ends(replaced) && ::kill(pid, 0) == 0 ? 6 : 2;
        }).signal == SIGTERM); // this master has itself watched
}

} // namespace mw::guardian_test
