// Reloads of the real program that fail: the old workers serve on, and the next reload works.
#include "tests/programs/service.hpp"
#include "tests/support/sockets.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>
#include <filesystem>

using namespace mw;
using namespace mw::test;

namespace {

constexpr auto good = "global\n  nbproc 2\n";

/// A good service, whose configuration the test spoils.
struct spoiled_service {
  spoiled_service() : master({.configuration = good}), before(master.workers()) {}

  /// Checks that a reload fails for this reason and changes nothing, and that a good one works
  /// again.
  void must_fail(const std::string& reason) {
    auto said = master.reload();
    CAPTURE(said);
    CHECK(said.starts_with("Success=0\n--\n"));
    CHECK_THAT(said, Catch::Contains(reason));
    CHECK(master.workers() == before);
    CHECK_THAT(master.talk("show proc\n"), Catch::Contains("1 [failed: 1]"));
    CHECK(master.talk("@1 show version\n") == MW_VERSION "\n\n");
    auto client = master.connect();
    client.send("prompt\n");
    client.read_until("master[ReloadFailed]> ");
    master.configure(good);
    client.send("reload\n");
    CHECK(client.read_until("master> ").starts_with("Success=1\n"));
    CHECK(master.workers() != before);
  }

  service master;
  std::vector<pid_t> before;
};

/// A configuration whose workers do themselves harm.
std::string with_fault(const std::string& fault, const std::string& more = {}) {
  return fmt::format("{}  setenv MW_FAULT {}\n{}", good, fault, more);
}

} // namespace

TEST_CASE_METHOD(spoiled_service, "a reload with a mistake in the configuration") {
  master.configure("global\n  nbproc 2\n  bogus\n");
  must_fail("mw.cfg:3] : unknown keyword 'bogus' in 'global' section");
}

TEST_CASE_METHOD(spoiled_service, "a reload without a configuration") {
  std::filesystem::remove(master.folder() / "mw.cfg");
  must_fail("No such file or directory");
}

TEST_CASE_METHOD(spoiled_service, "a reload that needs a port which somebody else has") {
  auto taken = open_one("ipv4@127.0.0.1:0");
  master.configure(fmt::format("{}  stats socket {}\n", good, to_string(taken.where())));
  must_fail("Address already in use");
}

TEST_CASE_METHOD(spoiled_service, "a reload whose workers exit before they are ready") {
  master.configure(with_fault("worker.before-ready:exit=3"));
  must_fail("exited with code 3 (Exit)");
}

TEST_CASE_METHOD(spoiled_service, "a reload whose workers are killed before they are ready") {
  master.configure(with_fault("worker.before-config:kill9"));
  must_fail("exited with code 137 (Killed)");
}

TEST_CASE_METHOD(spoiled_service, "a reload whose workers hang before they are ready") {
  master.configure(with_fault("worker.before-ready:stop", "  ready-within 300ms\n"));
  must_fail("as it was not ready within 300ms");
}

TEST_CASE_METHOD(spoiled_service, "a reload whose workers complain before they end") {
  master.configure(std::string{good} + "  ulimit-n 4000000000\n");
  must_fail("Cannot raise FD limit to 4000000000");
}

TEST_CASE("after a failed reload the signals work as before") {
  auto master = service{};
  master.configure("bogus\n");
  master.process().signal(SIGUSR2);
  master.process().await_error("unknown keyword 'bogus'");
  master.configure(good);
  auto before = master.workers().at(0);
  master.process().signal(SIGUSR2);
  CHECK(master.await_successor(1, before) != before);
  master.process().signal(SIGTERM);
  CHECK(master.process().await_end().number() == 0);
}

TEST_CASE("a crash of the serving worker after a failed reload is not taken for an old one's") {
  auto master = service{};
  master.configure("bogus\n");
  CHECK(master.reload().starts_with("Success=0\n"));
  auto before = master.workers().at(0);
  ::kill(before, SIGKILL);
  CHECK(master.await_successor(1, before) != before);
  master.process().await_error(fmt::format("Current worker ({}) exited with code 137", before));
}

TEST_CASE("a master that dies at any step of a reload takes all workers with it") {
  auto step = GENERATE(as<std::string>{}, "reload.before-load", "reload.before-start",
                       "reload.before-switch", "reload.before-dismissal");
  CAPTURE(step);
  auto folder = temporary_folder{};
  {
    auto master = service{{.in_front = {"/usr/bin/env", "MW_FAULT=" + step + ":kill9"}}};
    auto workers = master.workers();
    auto asker = master.connect();
    asker.send("reload\n");
    CHECK(asker.read_to_end().empty());
    CHECK(master.process().await_end().signal == SIGKILL);
    CHECK(service::await_gone(workers, milliseconds{2000}));
    auto again = program{{.arguments = {"-S", master.path(), "-f", master.folder() / "mw.cfg"}}};
    again.await_error("Loading success."); // over the socket's file that was left behind
    CHECK(talk(master.path(), "@1 show version\n") == MW_VERSION "\n\n");
  }
}

TEST_CASE("new workers that die at random steps, again and again, never hurt the serving one") {
  auto master = service{};
  auto serving = master.workers().at(0);
  for (auto round = 0; round < 20; ++round) {
    for (auto fault : {"worker.before-config:kill9", "worker.before-ready:abort",
                       "worker.before-ready:exit=0"}) {
      master.configure(fmt::format("global\n  setenv MW_FAULT {}\n", fault));
      CHECK(master.reload().starts_with("Success=0\n"));
      CHECK(master.workers() == std::vector{serving});
    }
  }
  master.configure("global\n");
  master.must_reload();
  CHECK(service::await_gone({serving}));
}
