// The carried totals: sums of counters that do not fall when workers go.
#include "actors/common/shared_counters.hpp"
#include "actors/merge/carried_totals.hpp"
#include "tests/fixtures/actor_fixture.hpp"

#include <fcntl.h>

namespace mw::carried_totals_test {

using namespace std::chrono_literals;

namespace {

const auto first = process_key{1, 1, 1271, 0};
const auto second = process_key{2, 2, 1272, 0};
const auto successor = process_key{1, 3, 1273, 0};
const auto everybody = target{target::kind::current};

/// A sample of one row of `show info` with this count, taken between two moments.
worker_sample sample(const process_key& process, uint64_t count, int64_t from = 0,
                     int64_t until = 0) {
  auto counters = counter_table{};
  counters.set({}, {18, "CumConns", "MCP", "u32"}, count);
  return {process, report::info, from, until,
          std::make_shared<const counter_table>(std::move(counters))};
}

/// The memory of a worker that counts `CumConns` in it.
struct counting_worker {
  counting_worker() : file(*net::make_counter_memory()) {
    auto memory = worker::shared_counters(copy(), 64);
    count = memory.make<uint64_t>();
    memory.publish("18.CumConns.1:MCP:u32:" + std::to_string(memory.place_of(*count)) + "\n", "");
  }

  net::unique_fd copy() const { return net::unique_fd(::fcntl(file.get(), F_DUPFD_CLOEXEC, 0)); }

  net::unique_fd file;
  std::shared_ptr<uint64_t> count;
};

struct carried_totals_fixture : test::actor_fixture {
  carried_totals_fixture()
      : totals(spawn<carried_totals_state>(
            route_news.as<route_news_actor>(),
            [this](const carried_totals_actor&) { return router.as<router_actor>(); })) {
    settle();
    route_news.take<watch_routes, route_watcher_actor>();
    up(first);
    up(second);
  }

  void up(const process_key& process) {
    route_news.send(totals, worker_up{process}, proxy.as<worker_proxy_actor>());
    settle();
  }

  template <class News>
  void hear(const News& news) {
    route_news.send(totals, news);
    settle();
  }

  /// Brings these samples. Returns the sum for the workers of this target.
  uint64_t sum(const std::vector<worker_sample>& samples, const target& where = everybody) {
    auto answer =
        merge.self()->request(totals, caf::infinite, ask_totals{where, report::info, samples});
    settle();
    auto result = uint64_t{0};
    answer.receive(
        [&](const totals_reading& x) { result = x.counters->at({}, "CumConns").value_or(0); },
        [](const caf::error&) { FAIL("the totals do not answer"); });
    return result;
  }

  /// Lets the router agree to read these workers. Returns the number of that command.
  command_id sampled(const target& expected) {
    auto id = command_id{0};
    router.self()->receive(
        [&](const target& where, const take_samples& order, const reply_sink_actor&) {
          CHECK(where == expected);
          id = order.id;
          return runner_lease{};
        },
        caf::after(0s) >> [] { FAIL("nobody is to be read"); });
    settle();
    return id;
  }

  /// Lets the first worker's proxy lend the memory of the counters.
  void lend(const counting_worker& from) {
    proxy.self()->receive(
        [&](const lend_counters&) { return counters_lent{descriptor_box{from.copy().release()}}; },
        caf::after(0s) >> [] { FAIL("nobody asks for the counters"); });
    settle();
  }

  void read(command_id id) {
    router.send(totals, reply_end{.id = id});
    settle();
  }

  test::peer route_news{system};
  test::peer router{system};
  test::peer proxy{system};
  test::peer merge{system};
  test::peer master{system};
  carried_totals_actor totals;
};

} // namespace

TEST_CASE_METHOD(carried_totals_fixture,
                 "the sum holds what each worker was last seen to have counted") {
  CHECK(sum({sample(first, 5), sample(second, 7)}) == 12);
  CHECK(sum({sample(first, 6, 1, 1)}) == 13);
}

TEST_CASE_METHOD(carried_totals_fixture, "what a killed worker had counted stays in the sum") {
  CHECK(sum({sample(first, 5), sample(second, 7)}) == 12);
  hear(worker_down{first, "killed"});
  CHECK(sum({}) == 12);
  up(successor);
  CHECK(sum({sample(successor, 1), sample(second, 7, 1, 1)}) == 13);
  CHECK(sum({}, {target::kind::relative, 1}) == 6);
  CHECK(sum({}, {target::kind::relative, 2}) == 7);
}

TEST_CASE_METHOD(carried_totals_fixture,
                 "a worker that leaves counts in the sum while it drains and after") {
  sum({sample(first, 5), sample(second, 7)});
  up(successor);
  hear(worker_leaving{first});
  CHECK(sum({sample(successor, 1)}) == 13);
  CHECK(sum({sample(first, 6, 1, 1)}, {target::kind::old}) == 6);
  hear(worker_down{first, "exited"});
  CHECK(sum({}) == 14);
  CHECK(sum({}, {target::kind::old}) == 6);
  CHECK(sum({}, {.form = target::kind::list, .numbers = {1}}) == 7);
  CHECK(sum({}, {.form = target::kind::list, .numbers = {2, 3}}) == 7);
  CHECK(sum({}, {target::kind::pid, successor.pid, successor.serial}) == 1);
}

TEST_CASE_METHOD(carried_totals_fixture,
                 "an answer that comes after its worker's end is carried too") {
  sum({sample(first, 5)});
  hear(worker_down{first, "killed"});
  CHECK(sum({sample(first, 9, 1, 2)}) == 9);
}

TEST_CASE_METHOD(carried_totals_fixture,
                 "a counter that is set back does not take the sum with it") {
  CHECK(sum({sample(first, 100, 0, 10)}) == 100);
  CHECK(sum({sample(first, 3, 20, 21)}) == 103);
  CHECK(sum({sample(first, 4, 30, 31)}) == 104);
}

TEST_CASE_METHOD(carried_totals_fixture,
                 "of two readings at the same time the higher one counts once") {
  CHECK(sum({sample(first, 100, 5, 10)}) == 100);
  CHECK(sum({sample(first, 99, 4, 11)}) == 100);
  CHECK(sum({sample(first, 101, 9, 12)}) == 101);
}

TEST_CASE_METHOD(carried_totals_fixture, "a sample of a process that nobody knows is not counted") {
  CHECK(sum({sample(successor, 50)}) == 0);
}

TEST_CASE_METHOD(carried_totals_fixture, "many generations are summed up as one") {
  auto expected = uint64_t{0};
  for (uint64_t serial = 10; serial < 10 + 3 * most_ended_processes; ++serial) {
    auto process = process_key{1, serial, 2000, 0};
    up(process);
    CHECK(sum({sample(process, serial)}) == (expected += serial));
    hear(worker_down{process, "killed"});
  }
  CHECK(sum({}) == expected);
}

TEST_CASE_METHOD(carried_totals_fixture,
                 "all workers are read every second one round after the other") {
  pass(first_sample_after);
  auto round = sampled({target::kind::all});
  pass(10s);
  CHECK(router.empty()); // the first round is not over
  read(round);
  pass(sample_period);
  CHECK(router.empty()); // a slow round is followed by a longer pause
  pass(10s * sample_share);
  auto next = sampled({target::kind::all});
  CHECK(next != round);
  read(next);
  pass(sample_period);
  sampled({target::kind::all});
}

TEST_CASE_METHOD(carried_totals_fixture,
                 "the last call reads each leaving worker and then lets it go") {
  auto answer = master.self()->request(totals, caf::infinite, last_call{{first, second}});
  settle();
  auto one = sampled({target::kind::pid, first.pid, first.serial});
  auto other = sampled({target::kind::pid, second.pid, second.serial});
  read(other);
  CHECK(master.empty());
  read(one);
  auto is_over = false;
  answer.receive([&](const last_call_over&) { is_over = true; },
                 [](const caf::error&) { FAIL("the totals do not answer"); });
  CHECK(is_over);
}

TEST_CASE_METHOD(carried_totals_fixture, "the last call of a worker that is gone is over at once") {
  auto answer = master.self()->request(totals, caf::infinite, last_call{{first}});
  settle();
  router.self()->receive(
      [](const target&, const take_samples&, const reply_sink_actor&) {
        return runner_lease{.result = runner_lease::outcome::not_running};
      },
      caf::after(0s) >> [] { FAIL("nobody is to be read"); });
  settle();
  auto is_over = false;
  answer.receive([&](const last_call_over&) { is_over = true; },
                 [](const caf::error&) { FAIL("the totals do not answer"); });
  CHECK(is_over);
}

TEST_CASE_METHOD(carried_totals_fixture,
                 "what a worker counted after its last sample stays in the sum") {
  auto counting = counting_worker{};
  lend(counting);
  *counting.count = 7;
  CHECK(sum({sample(first, 5), sample(second, 1)}) == 6); // its answer counts
  CHECK(sum({}) == 8);                                    // the memory may be read after its end
  *counting.count = 9;
  hear(worker_down{first, "killed"});
  *counting.count = 20; // no process counts there any more
  CHECK(sum({}) == 10);
  CHECK(sum({sample(first, 6, 1, 2)}) == 10);
}

TEST_CASE_METHOD(carried_totals_fixture,
                 "counters that come after their worker's end are read at once") {
  auto counting = counting_worker{};
  *counting.count = 3;
  hear(worker_down{first, "killed"});
  CHECK(sum({}) == 0);
  lend(counting);
  CHECK(sum({}) == 3);
}

} // namespace mw::carried_totals_test
