// The wall clock jumps by an hour: no wait of the program ends early or late.
#include "tests/programs/processes.hpp"
#include "tests/programs/service.hpp"
#include "tests/support/movable_clock.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <csignal>

using namespace mw;
using namespace mw::test;

namespace {

using std::chrono::steady_clock;

/// The time that a loaded machine may add to a delay; far less than an hour.
constexpr auto late = seconds{3};

service with(const movable_clock& clock, const std::string& more = "") {
  return service{{.configuration = "global\n  nbproc 2\n" + more, .in_front = clock.in_front()}};
}

milliseconds since(steady_clock::time_point then) {
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - then);
}

void check_in_time(milliseconds took, milliseconds expected) {
  CHECK(took >= expected);
  CHECK(took < expected + late);
}

/// Reads a number of `show info`.
int64_t info_of(const service& master, int worker, const std::string& name) {
  auto said = master.talk(fmt::format("@{} show info\n", worker));
  auto at = said.find("\n" + name + ": ");
  REQUIRE(at != std::string::npos);
  return std::stoll(said.substr(at + name.size() + 3));
}

/// Kills worker 1, sets the clock while it waits for its restart, and checks when that comes.
void restart_while(service& master, const movable_clock& clock, const std::string& jump) {
  auto before = master.workers().at(0);
  auto restarts = restart_delays(master.process().errors(), 1).size();
  auto killed = steady_clock::now();
  ::kill(before, SIGKILL);
  master.process().await_error("worker 1 is started again in ", restarts + 1);
  auto delay = restart_delays(master.process().errors(), 1).back();
  clock.set(jump);
  if (auto row = rows_of(master, "worker").at(0); row["state"] == "back-off")
    CHECK(row["restart_in_ms"] <= delay.count());
  master.await_successor(1, before);
  check_in_time(since(killed), delay);
}

/// Checks the uptimes of the master and of worker 2, as the master and the worker tell them.
void check_uptimes(const service& master, steady_clock::time_point begin,
                   steady_clock::time_point ready) {
  auto least = std::chrono::floor<seconds>(since(ready)).count() - 1;
  auto uptimes = std::array<int64_t, 3>{rows_of(master, "master").at(0)["uptime_sec"],
                                        rows_of(master, "worker").at(1)["uptime_sec"],
                                        info_of(master, 2, "Uptime_sec")};
  for (auto uptime : uptimes) {
    CHECK(uptime >= least);
    CHECK(uptime <= std::chrono::ceil<seconds>(since(begin)).count() + 1);
  }
}

} // namespace

TEST_CASE("the wall clock jumps: a worker in back-off is started in time, and uptimes stay true") {
  if (!movable_clock::is_permitted())
    return;
  constexpr auto an_hour = 3600;
  constexpr auto a_minute = 60;
  auto clock = movable_clock{};
  auto begin = steady_clock::now();
  auto master = with(clock);
  auto ready = steady_clock::now();
  auto first = info_of(master, 2, "Start_time_sec");
  for (auto left = 3; left > 0; --left) // up to a delay of 400 ms and more
    restart_while(master, clock, "+0");
  restart_while(master, clock, "+1h");
  CHECK(info_of(master, 1, "Start_time_sec") >= first + an_hour - a_minute); // it did jump
  check_uptimes(master, begin, ready);
  restart_while(master, clock, "-1h");
  CHECK(info_of(master, 1, "Start_time_sec") <= first - an_hour + a_minute);
  check_uptimes(master, begin, ready);
}

TEST_CASE(
    "the wall clock jumps: a worker that hangs is suspect and replaced in time, others stay") {
  if (!movable_clock::is_permitted())
    return;
  auto jump = GENERATE("+1h", "-1h");
  auto clock = movable_clock{};
  auto master = with(clock, "  hung-after 1s\n"); // suspect after 250 ms
  auto before = master.workers();
  auto frozen = steady_clock::now();
  ::kill(before[0], SIGSTOP);
  clock.set(jump);
  master.process().await_error(fmt::format("worker 1 ({}) does not answer: suspect", before[0]));
  check_in_time(since(frozen), milliseconds{150}); // the question may be older than the stop
  auto after = master.await_successor(1, before[0]);
  check_in_time(since(frozen), milliseconds{900});
  CHECK(master.workers() == std::vector{after, before[1]});
}

TEST_CASE("the wall clock jumps: a new worker has its time to become ready, no less and no more") {
  if (!movable_clock::is_permitted())
    return;
  auto jump = GENERATE("+1h", "-1h");
  auto clock = movable_clock{};
  auto master = with(clock);
  auto before = master.workers();
  master.configure("global\n  ready-within 700ms\n"
                   "  setenv MW_FAULT worker.before-ready:stop\n");
  auto asker = master.connect();
  auto begin = steady_clock::now();
  asker.send("reload\n");
  master.process().await_error("Initializing new worker", before.size() + 1);
  clock.set(jump);
  CHECK_THAT(asker.read_to_end(), Catch::Contains("as it was not ready within 700ms"));
  check_in_time(since(begin), milliseconds{700});
  CHECK(master.workers() == before);
}

TEST_CASE("the wall clock jumps: a session's time limit ends its command in time") {
  if (!movable_clock::is_permitted())
    return;
  auto jump = GENERATE("+1h", "-1h");
  auto clock = movable_clock{};
  auto master = with(clock);
  ::kill(master.workers().at(0), SIGSTOP);
  auto asker = master.connect();
  auto begin = steady_clock::now();
  asker.send("set timeout cli 300ms\n@1 show version\n");
  clock.set(jump);
  CHECK_THAT(asker.read_until("\n\n"), Catch::Contains("has not answered within 300ms"));
  check_in_time(since(begin), milliseconds{300});
}
