// A worker that hangs, or has given up: all others are served as if nothing had happened.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <deque>
#include <sstream>

using namespace mw;
using namespace mw::test;

namespace {

using microseconds = std::chrono::microseconds;

const auto version = std::string{MW_VERSION "\n\n"};

// The aim is 10 ms on an idle machine; this one may be anything but idle.
constexpr auto answer_limit = seconds{1};

std::string two_workers(const std::string& more = "") {
  return "global\n  nbproc 2\n" + more;
}

/// A service of two workers, the first of which is frozen.
struct half_frozen_service : service {
  explicit half_frozen_service(const std::string& bind_options = "")
      : service({.configuration = two_workers(), .bind_options = bind_options}) {
    ::kill(frozen, SIGSTOP);
  }

  pid_t frozen = workers().at(0);
};

/// The time that a new client waits for two answers.
microseconds time_of_a_client(const service& master) {
  auto begin = std::chrono::steady_clock::now();
  CHECK(master.talk("show version\n@2 show version\n") == version + version);
  return std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - begin);
}

/// The worker's row of `show workers`.
std::string row_of(const service& master, int number) {
  auto rows = std::istringstream{master.talk("show workers\n")};
  for (auto row = std::string{}; std::getline(rows, row);)
    if (row.starts_with(fmt::format("{} ", number)))
      return row;
  return "no row";
}

/// The worker's state in `show workers`.
std::string state_of(const service& master, int number) {
  auto words = std::istringstream{row_of(master, number)};
  auto word = std::string{};
  words >> word >> word >> word;
  return word;
}

} // namespace

TEST_CASE("clients that wait for a frozen worker and vanish hold up nobody who comes after them") {
  constexpr auto vanishing = 12;
  constexpr auto clients = size_t{100};
  auto master = half_frozen_service{};
  for (auto left = vanishing; left > 0; --left)
    master.connect().send("@1 show info\n");
  auto times = std::vector<microseconds>{};
  while (times.size() < clients)
    times.push_back(time_of_a_client(master));
  std::sort(times.begin(), times.end());
  auto p99 = times[clients * 99 / 100 - 1];
  CHECK(p99.count() < microseconds{answer_limit}.count());
  CHECK(times.back().count() < microseconds{answer_limit}.count());
}

TEST_CASE("a hundred clients at once are answered while others wait for a frozen worker") {
  constexpr auto count = size_t{100};
  auto master = half_frozen_service{};
  auto waiting = std::deque<cli_client>{};
  auto clients = std::deque<cli_client>{};
  while (clients.size() < count) {
    waiting.push_back(master.connect());
    waiting.back().send("@1 show info\n");
    clients.push_back(master.connect());
  }
  for (auto& client : clients)
    client.send("show version\n@2 show version\n");
  for (auto& client : clients)
    CHECK(client.read(2 * version.size(), answer_limit) == version + version);
}

TEST_CASE("places of the CLI that vanished clients of a frozen worker had are free soon") {
  constexpr auto places = 20;
  auto master = half_frozen_service{",maxconn,20"};
  auto clients = std::deque<cli_client>{};
  for (auto left = places; left > 0; --left) {
    clients.push_back(master.connect());
    CHECK(clients.back().ask("@2 show version") == version);
    clients.back().send("@1 show info\n");
  }
  CHECK(master.connect().read_to_end() == "Too many CLI sessions (20), try again later\n");
  clients.clear();
  auto limit = deadline{seconds{2}}; // one second is enough on an idle machine
  auto answer = std::string{};
  while (answer != version && !limit.passed()) {
    master.process().await_news();
    auto client = master.connect();
    client.send_what_fits("@2 show version\n"); // a refused one may be closed already
    client.half_close();
    answer = client.read_to_end();
  }
  CHECK(answer == version);
}

TEST_CASE("a session's time limit ends its command on a frozen worker, and only that") {
  auto master = half_frozen_service{};
  auto asker = master.connect();
  auto other = master.connect();
  asker.send("set timeout cli 200ms\n@1 show version\n@2 show version\n");
  for (auto until = deadline{patience}; !asker.something_comes(milliseconds{0}) && !until.passed();)
    CHECK(other.ask("@2 show version") == version);
  CHECK(asker.read_until("\n\n") ==
        fmt::format("worker 1 ({}) has not answered within 200ms\n\n", master.frozen));
  CHECK(asker.read_until("\n\n") == version);
}

TEST_CASE("a worker that hangs becomes suspect, is killed and replaced, and the reason is told") {
  auto master = service{{.configuration = two_workers("  hung-after 1s\n")}};
  auto before = master.workers();
  ::kill(before[0], SIGSTOP);
  master.await("the worker is suspect", [&] { return state_of(master, 1) == "suspect"; });
  CHECK(master.talk("@2 show version\n") == version);
  auto after = master.await_successor(1, before[0]);
  CHECK_THAT(row_of(master, 1),
             Catch::Contains(fmt::format(" worker 1 ({}) has not answered for ", before[0])));
  CHECK(master.workers() == std::vector{after, before[1]});
  CHECK(state_of(master, 2) == "ready");
}

TEST_CASE("a suspect worker that goes on before its time is over is no longer suspect") {
  auto master = service{{.configuration = two_workers("  hung-after 12s\n")}};
  auto before = master.workers();
  ::kill(before[0], SIGSTOP);
  master.await("the worker is suspect", [&] { return state_of(master, 1) == "suspect"; });
  ::kill(before[0], SIGCONT);
  master.await("the worker is trusted", [&] { return state_of(master, 1) == "ready"; });
  CHECK(master.workers() == before);
}

TEST_CASE("new workers that hang before they are ready make the reload fail, with the reason") {
  auto master = service{{.configuration = two_workers()}};
  auto before = master.workers();
  master.configure("global\n  nbproc 2\n  ready-within 500ms\n"
                   "  setenv MW_FAULT worker.before-ready:stop\n");
  auto said = master.reload();
  CHECK(said.starts_with("Success=0\n--\n"));
  CHECK_THAT(said, Catch::Contains("exited with code 137 (Killed), as it was not ready within "
                                   "500ms\n"));
  CHECK(master.workers() == before);
  CHECK(master.talk("@1 show version\n@2 show version\n") == version + version);
  master.configure("global\n");
  master.must_reload();
}

TEST_CASE("a worker whose exit code says so is not started again, but by a reload") {
  auto master =
      service{{.configuration = two_workers("  setenv MW_FAULT worker.replying:exit=2\n")}};
  auto before = master.workers();
  auto reason = fmt::format("worker 1 ({}) exited with code 2", before[0]);
  CHECK_THAT(master.talk("@1 show version\n"), Catch::EndsWith("\n" + reason + "\n\n"));
  master.process().await_error("worker 1 is not started again, its exit code says so");
  CHECK(state_of(master, 1) == "ended");
  CHECK_THAT(row_of(master, 1), Catch::Contains(reason));
  CHECK(master.workers() == std::vector{before[1]});
  CHECK_THAT(master.talk("@1 show version\n"), Catch::Contains(reason));
  master.configure("global\n  nbproc 2\n");
  master.must_reload();
  CHECK(master.talk("@1 show version\n@2 show version\n") == version + version);
  CHECK(state_of(master, 1) == "ready");
}
