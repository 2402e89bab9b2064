// Delays before the restarts of workers that crash: as documented, and not all the same.
#include "tests/programs/processes.hpp"
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <set>

using namespace mw;
using namespace mw::test;

namespace {

using delays = std::vector<milliseconds>;

/// The time that a start itself may take on a loaded machine.
constexpr auto late = seconds{10};
constexpr auto tick = milliseconds{10};

milliseconds since_boot() {
  auto now = timespec{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::duration_cast<milliseconds>(seconds{now.tv_sec} +
                                                  std::chrono::nanoseconds{now.tv_nsec});
}

/// Checks that each delay is within the upper half of `first`, of twice that, and so on.
void check_doubled(const delays& all, milliseconds first) {
  for (auto longest = first; auto delay : all) {
    CHECK(delay >= longest / 2);
    CHECK(delay < longest);
    longest *= 2;
  }
}

void await_restarts(service& master, size_t number, size_t count) {
  master.await(fmt::format("worker {} is to start for the {}. time", number, count),
               [&] { return restart_delays(master.process().errors(), number).size() >= count; });
}

/// Kills all workers in one go. Returns the time of that.
milliseconds kill_all(const std::vector<pid_t>& workers) {
  auto when = since_boot();
  for (auto worker : workers)
    ::kill(worker, SIGKILL);
  return when;
}

/// Waits for their successors, in the order of their numbers.
std::vector<pid_t> successors(service& master, const std::vector<pid_t>& before) {
  auto now = std::vector<pid_t>{};
  for (auto number = size_t{1}; number <= before.size(); ++number)
    now.push_back(master.await_successor(number, before[number - 1]));
  return now;
}

} // namespace

TEST_CASE("a worker that crashes as soon as it is ready waits twice as long each time") {
  constexpr auto starts = size_t{5};
  auto begin = since_boot();
  auto master = service{{.configuration = "global\n  setenv MW_FAULT worker.ready:kill9\n"
                                          "  setenv ASAN_OPTIONS detect_leaks=0\n"}};
  await_restarts(master, 1, starts);
  auto took = since_boot() - begin;
  auto all = restart_delays(master.process().errors(), 1);
  all.resize(starts);
  check_doubled(all, milliseconds{100});
  auto waited = milliseconds{0};
  for (auto delay : delays(all.begin(), all.end() - 1))
    waited += delay;
  CHECK(took >= waited);
  CHECK(took < waited + late);
  master.await("the rest of a delay is shown", [&] {
    auto row = rows_of(master, "worker").at(0);
    auto longest = restart_delays(master.process().errors(), 1).back().count();
    return row["state"] == "back-off" && row["restart_in_ms"] > 0 &&
           row["restart_in_ms"] <= longest;
  });
}

TEST_CASE("a worker that has served a second is started at once, but not the next time") {
  auto master = service{};
  auto first = master.workers();
  CHECK(master.talk("@1 wait 1100\n") == "Done.\n\n");
  kill_all(first);
  auto second = successors(master, first);
  kill_all(second);
  successors(master, second);
  auto all = restart_delays(master.process().errors(), 1);
  REQUIRE(all.size() == 2);
  CHECK(all[0] == milliseconds{0});
  check_doubled({all[1]}, milliseconds{100});
}

TEST_CASE("twenty workers that are killed in one moment are started again at different moments") {
  constexpr auto count = size_t{20};
  auto master = service{{.arguments = {"--nbproc", std::to_string(count)}}};
  auto first = master.workers();
  REQUIRE(first.size() == count);
  kill_all(first); // some of them may have served a second, on a slow machine
  auto second = successors(master, first);
  auto killed = kill_all(second);
  auto third = successors(master, second);
  auto starts = std::set<milliseconds>{};
  for (auto at = size_t{0}; at < count; ++at) {
    auto all = restart_delays(master.process().errors(), at + 1);
    CAPTURE(at);
    REQUIRE(all.size() == 2);
    all.erase(all.begin(), all.begin() + (all[0] == milliseconds{0} ? 1 : 0));
    check_doubled(all, milliseconds{100});
    starts.insert(start_of(third[at]));
    CHECK(start_of(third[at]) >= killed + all.back() - tick);
    CHECK(start_of(third[at]) < killed + all.back() + late);
  }
  CHECK(starts.size() >= 4);
  CHECK(*starts.rbegin() - *starts.begin() >= 3 * tick);
}
