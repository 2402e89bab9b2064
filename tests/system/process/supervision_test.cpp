// Workers that die, freeze or never get ready, under the real master.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>
#include <filesystem>
#include <set>

using namespace mw;
using namespace mw::test;

namespace {

std::string named(int number, pid_t pid) {
  return fmt::format("worker {} ({})", number, pid);
}

std::string prompt_of(pid_t pid) {
  return fmt::format("{}> ", pid);
}

/// A client in prompt mode.
cli_client prompting(const service& master) {
  auto client = master.connect();
  client.send("prompt\n");
  client.read_until("master> ");
  return client;
}

size_t entries(const std::string& folder) {
  auto all = std::filesystem::directory_iterator{folder};
  return static_cast<size_t>(std::distance(begin(all), end(all)));
}

/// Counts a process's descriptors and threads.
std::pair<size_t, size_t> resources(pid_t pid) {
  return {entries(fmt::format("/proc/{}/fd", pid)), entries(fmt::format("/proc/{}/task", pid))};
}

size_t count_of(const std::string& text, const std::string& in) {
  auto count = size_t{0};
  for (auto at = in.find(text); at != std::string::npos; at = in.find(text, at + 1))
    ++count;
  return count;
}

} // namespace

TEST_CASE(
    "as many workers run as the configuration says, and each is reached by number and by pid") {
  auto master = service{4};
  auto workers = master.workers();
  REQUIRE(workers.size() == 4);
  CHECK(std::set(workers.begin(), workers.end()).size() == 4);
  for (auto number = size_t{1}; number <= 4; ++number) {
    auto pid = workers[number - 1];
    auto said = fmt::format("\nProcess_num: {}\nPid: {}\n", number, pid);
    CHECK_THAT(master.talk(fmt::format("@{} show info\n", number)), Catch::Contains(said));
    CHECK_THAT(master.talk(fmt::format("@!{} show info\n", pid)), Catch::Contains(said));
  }
}

TEST_CASE("the option --nbproc wins over the configuration") {
  auto master = service{{.arguments = {"--nbproc", "2"}}};
  CHECK(master.workers().size() == 2);
}

TEST_CASE("a killed worker gets a successor, and open sessions go on") {
  auto master = service{2};
  auto before = master.workers();
  auto client = prompting(master);
  client.send("@2\n");
  client.read_until(prompt_of(before[1]));
  ::kill(before[0], SIGKILL);
  auto successor = master.await_successor(1, before[0]);
  CHECK(master.workers() == std::vector<pid_t>{successor, before[1]});
  client.send("show version\n");
  CHECK(client.read_until("> ") == MW_VERSION "\n\n" + prompt_of(before[1]));
  master.process().await_error(
      fmt::format("Current worker ({}) exited with code 137 (Killed)", before[0]));
}

TEST_CASE(
    "who waits for a frozen worker that is killed is told which and how, and nobody else notices") {
  auto master = service{2};
  auto workers = master.workers();
  auto other = master.connect();
  auto asker = master.connect();
  CHECK(asker.ask("@1 show version") == MW_VERSION "\n\n");
  ::kill(workers[0], SIGSTOP);
  asker.send("show cli level;@1 show version\n");
  CHECK(asker.read_until("\n\n") == "admin\n\n");
  CHECK(other.ask("@2 show version") == MW_VERSION "\n\n");
  CHECK_THAT(other.ask("show proc"), Catch::Contains(std::to_string(workers[0])));
  ::kill(workers[0], SIGKILL);
  CHECK(asker.read_until("\n\n") == named(1, workers[0]) + " killed by signal 9 (Killed)\n\n");
  CHECK(asker.ask("@2 show version") == MW_VERSION "\n\n");
  CHECK(other.ask("@2 show version") == MW_VERSION "\n\n");
}

TEST_CASE("a session that speaks to a worker by number goes on with its successor") {
  auto master = service{};
  auto before = master.workers().at(0);
  auto client = prompting(master);
  client.send("@1\n");
  CHECK(client.read_until("> ") == prompt_of(before));
  ::kill(before, SIGKILL);
  auto successor = master.await_successor(1, before);
  client.send("show version\n");
  CHECK(client.read_until("> ") == MW_VERSION "\n\n" + prompt_of(successor));
}

TEST_CASE("a session that speaks to a worker by pid is told once that it is gone, and is at the "
          "master then") {
  auto master = service{};
  auto pid = master.workers().at(0);
  auto client = prompting(master);
  client.send(fmt::format("@!{}\n", pid));
  CHECK(client.read_until("> ") == prompt_of(pid));
  ::kill(pid, SIGKILL);
  master.await_forgotten(pid);
  client.send("show cli level\nshow cli level\n");
  CHECK(client.read_until("master> ") == "Can't connect to the target CLI! " + named(1, pid) +
                                             " killed by signal 9 (Killed)\nmaster> ");
  CHECK(client.read_until("master> ") == "admin\n\nmaster> ");
}

TEST_CASE("a worker that is told to end is replaced, the service stays") {
  auto master = service{};
  auto before = master.workers().at(0);
  ::kill(before, SIGTERM);
  CHECK(master.await_successor(1, before) != before);
}

TEST_CASE("with exit-on-failure the death of a worker ends everything, with its code") {
  auto master = service{{.configuration = "global\n  nbproc 3\n  exit-on-failure\n"}};
  auto workers = master.workers();
  ::kill(workers.at(1), SIGKILL);
  CHECK(master.process().await_end().number() == 128 + SIGKILL);
  CHECK(service::await_gone(workers));
  CHECK(master.folder().names() == std::vector<std::string>{"mw.cfg"});
}

TEST_CASE(
    "a worker that is never ready is given up after some starts, with an exit code of its own") {
  auto folder = temporary_folder{};
  write_file(folder / "mw.cfg", "global\n  ulimit-n 4000000000\n");
  auto ended = run({.arguments = {"-S", folder / "cli", "-f", folder / "mw.cfg"}});
  CHECK_THAT(ended.errors, Catch::Contains("worker 1 was not ready after 5 starts: giving up"));
  CHECK(ended.code == 1);
  CHECK(folder.names() == std::vector<std::string>{"mw.cfg"});
}

TEST_CASE("restarts cost the master neither descriptors nor threads") {
  constexpr auto workers = size_t{25};
  // A thread of a dead worker's proxy waits for the next one, with its loop's three descriptors.
  // There are never more of them than workers that died at once, however often that was.
  constexpr auto rounds = size_t{3};
  constexpr auto descriptors_of_a_loop = size_t{3};
  constexpr auto channels =
      3 * workers; // to each one for sessions, two by which its counters are read
  auto master = service{{.arguments = {"--nbproc", std::to_string(workers)}}};
  auto pid = master.process().pid();
  auto [descriptors, threads] = resources(pid);
  for (auto round = size_t{1}; round <= rounds; ++round) {
    auto victims = std::vector<pid_t>{};
    master.await("the master lists all workers", [&] {
      victims = master.workers();
      return victims.size() == workers;
    });
    for (auto victim : victims)
      ::kill(victim, SIGKILL);
    for (auto number = size_t{1}; number <= workers; ++number)
      master.await_successor(number, victims[number - 1]);
    master.await("the dead workers' proxies have retired", [&] {
      return count_of("worker-proxy#", master.talk("show actors\n")) == workers;
    });
  }
  master.await("no more threads, and no descriptors but theirs", [&, before = descriptors,
                                                                  at_first = threads] {
    auto [descriptors_now, threads_now] = resources(pid);
    auto added = threads_now - std::min(threads_now, at_first);
    return added <= workers && descriptors_now <= before + added * descriptors_of_a_loop + channels;
  });
}
