// The table of workers: from one generation to the next.
#include "actors/master/worker_table.hpp"
#include "tests/fixtures/master_fixture.hpp"

namespace mw::worker_table_test {

using namespace std::chrono_literals;
using mw::test::plan_of;
using mw::test::share;

namespace {

/// Two current workers that serve.
struct table_fixture : test::actor_fixture {
  table_fixture() {
    table.add(share(plan_of(2)), "1.0");
    start(worker_place::current);
  }

  void start(worker_place place) {
    table.for_each(place, [&](worker& one) {
      REQUIRE(table.begin_start(one));
      one.proxy = proxy.as<worker_proxy_actor>();
      one.info.key.pid = 100 + static_cast<int32_t>(one.info.key.serial);
      worker_life.advance(one.info.state, worker_event::answered);
    });
  }

  std::vector<uint64_t> serials(worker_place place) {
    auto all = std::vector<uint64_t>{};
    table.for_each(place, [&](const worker& one) { all.push_back(one.info.key.serial); });
    return all;
  }

  process_table rows() const {
    auto now = process_table{};
    table.list(now, worker::time_point{100s});
    return now;
  }

  using numbers = std::vector<uint64_t>;

  test::peer proxy{system};
  worker_table table;
};

} // namespace

TEST_CASE("the first plan's workers are current, and wait for their processes") {
  auto table = worker_table{};
  table.add(share(plan_of(2)), "1.0");
  CHECK_FALSE(table.has_processes());
  auto rows = process_table{};
  table.list(rows, {});
  REQUIRE(rows.workers.size() == 2);
  CHECK(rows.workers[1].key.relative == 2);
  CHECK(rows.workers[1].state == worker_state::waiting);
  CHECK(rows.workers[1].version == "1.0");
}

TEST_CASE_METHOD(table_fixture, "a worker that has a process is not started") {
  table.for_each([&](worker& one) { CHECK_FALSE(table.begin_start(one)); });
  CHECK(table.has_processes());
}

TEST_CASE_METHOD(table_fixture, "candidates take the place of the current workers") {
  auto next = share(plan_of(3));
  table.add(next, "1.0");
  start(worker_place::candidate);
  CHECK(serials(worker_place::candidate) == numbers{3, 4, 5});
  CHECK(rows().new_workers.size() == 3);
  CHECK(table.plan()->workers == 2);
  table.promote_candidates();
  CHECK(table.plan() == next);
  CHECK(serials(worker_place::current) == numbers{3, 4, 5});
  CHECK(serials(worker_place::replaced) == numbers{1, 2});
  CHECK(rows().old_workers.at(0).state == worker_state::stopping);
}

TEST_CASE_METHOD(table_fixture, "a worker without a process is not replaced, it is gone") {
  auto& first = *table.find({.serial = 1});
  table.process_ended(first, {.process = first.info.key, .exit_code = 1}, {});
  table.add(share(plan_of(1)), "1.0");
  table.promote_candidates();
  CHECK(serials(worker_place::replaced) == numbers{2});
}

TEST_CASE_METHOD(table_fixture, "old workers are listed from the newest generation on") {
  for (auto reload : {1, 2}) {
    CAPTURE(reload);
    table.add(share(plan_of(2)), "1.0");
    start(worker_place::candidate);
    table.promote_candidates();
  }
  auto old = numbers{};
  for (const auto& row : rows().old_workers)
    old.push_back(row.key.serial);
  CHECK(old == numbers{3, 4, 1, 2});
}

TEST_CASE_METHOD(table_fixture, "candidates that are not wanted are told, and stay new workers") {
  table.add(share(plan_of(2)), "1.0");
  start(worker_place::candidate);
  CHECK(table.discard_candidates().size() == 2);
  CHECK(serials(worker_place::discarded) == numbers{3, 4});
  CHECK(rows().new_workers.size() == 2);
  CHECK(rows().old_workers.empty());
  CHECK(serials(worker_place::current) == numbers{1, 2});
}

TEST_CASE_METHOD(table_fixture, "candidates without a process are forgotten") {
  table.add(share(plan_of(2)), "1.0");
  CHECK(table.discard_candidates().empty());
  CHECK(rows().new_workers.empty());
}

TEST_CASE_METHOD(table_fixture, "a worker takes over from the current one with its number") {
  table.add(share(plan_of(3)), "1.0");
  table.for_each(worker_place::candidate, [&](const worker& one) {
    CHECK(table.predecessor_of(one) == proxy.as<worker_proxy_actor>());
  });
  auto& second = *table.find({.serial = 2});
  table.process_ended(second, {.process = second.info.key, .exit_code = 1}, {});
  worker_life.advance(second.info.state, worker_event::ended);
  CHECK_FALSE(table.predecessor_of(second));
}

TEST_CASE_METHOD(table_fixture, "a worker whose process has ended is found by its serial only") {
  auto& second = *table.find({.serial = 2});
  CHECK(table.find_waiting(2) == nullptr);
  table.process_ended(second, {.process = second.info.key, .exit_code = 1},
                      worker::time_point{90s});
  CHECK(table.find({.serial = 2}) == nullptr);
  CHECK(table.find_waiting(2) == &second);
  CHECK(rows().workers.at(1).last_end == "worker 2 (102) exited with code 1");
  CHECK(rows().workers.at(1).ended_ago == 10);
}

} // namespace mw::worker_table_test
