// The master: workers whose exit code says that they shall not be started again.
#include "tests/fixtures/reload_fixture.hpp"

namespace mw::master_exit_code_test {

using namespace std::chrono_literals;
using mw::test::plan_of;
using mw::test::share;

namespace {

/// Two workers that serve.
using serving_fixture = test::reload_fixture;

plan_ptr plan_that_restarts_all(int32_t workers) {
  auto plan = plan_of(workers);
  plan.no_restart_codes = {};
  return share(std::move(plan));
}

struct forgiving_fixture : test::master_fixture {
  forgiving_fixture() { serve(plan_that_restarts_all(2)); }
};

} // namespace

TEST_CASE_METHOD(serving_fixture, "a worker that exits with 2 or 125 is not started again") {
  auto code = GENERATE(2, 125);
  exits(1, code);
  CHECK(log.take() ==
        line("[WARNING]", fmt::format("Current worker (1001) exited with code {} (Exit)", code)) +
            line("[ALERT]", "worker 1 is not started again, its exit code says so"));
  pass(1h);
  CHECK(starts.size() == 2);
  CHECK(table().workers[0].state == worker_state::over);
  CHECK(table().workers[1].state == worker_state::ready);
  CHECK(exit_codes.empty());
}

TEST_CASE_METHOD(serving_fixture, "a reload starts also those that exited with 2 or 125") {
  exits(1, GENERATE(2, 125));
  pass(1h);
  ask();
  loads(2);
  CHECK(starts.size() == 4);
  ready(3);
  ready(4);
  route_news_reads();
  REQUIRE(answers.size() == 1);
  CHECK(answers[0].success);
  for (const auto& row : table().workers)
    CHECK(row.state == worker_state::ready);
}

TEST_CASE_METHOD(serving_fixture, "when all have exited with 2 the program stays, and can reload") {
  exits(1, 2);
  exits(2, 2);
  pass(1h);
  CHECK(starts.size() == 2);
  CHECK(exit_codes.empty());
  ask();
  loads(1);
  ready(3);
  route_news_reads();
  REQUIRE(answers.size() == 1);
  CHECK(answers[0].success);
  CHECK(table().workers.size() == 1);
}

TEST_CASE_METHOD(serving_fixture,
                 "codes next to those are restarted, and so are signals of these") {
  for (auto code : {1, 3, 124, 126}) {
    auto serial = starts.size();
    exits(serial, code);
    pass(30s);
    REQUIRE(starts.size() == serial + 1);
    ready(serial + 1);
  }
  killed(1, 2);
  pass(30s);
  CHECK(starts.size() == 7);
}

TEST_CASE_METHOD(test::master_fixture,
                 "a first worker that exits with 2 or 125 ends the program with that code") {
  auto code = GENERATE(2, 125);
  start(1);
  started(1);
  exits(1, code);
  CHECK(exit_codes == std::vector{code});
  CHECK(has_ended(master));
  CHECK(starts.size() == 1);
}

TEST_CASE_METHOD(test::master_fixture,
                 "the others are told to end when one of the first exits with 2") {
  start(2);
  ready(2);
  started(1);
  exits(1, 2);
  CHECK(signals_to(2) == std::vector{SIGTERM});
  killed(2, SIGTERM);
  CHECK(exit_codes == std::vector{2});
}

TEST_CASE_METHOD(forgiving_fixture, "an empty list restarts after 2 as well") {
  exits(1, 2);
  pass(100ms);
  CHECK(starts.size() == 3);
  exits(2, 125);
  pass(100ms);
  CHECK(starts.size() == 4);
}

TEST_CASE_METHOD(test::master_fixture, "with an empty list a first start with 2 is tried again") {
  start(plan_that_restarts_all(1));
  started(1);
  exits(1, 2);
  pass(100ms);
  CHECK(starts.size() == 2);
  CHECK(exit_codes.empty());
}

} // namespace mw::master_exit_code_test
