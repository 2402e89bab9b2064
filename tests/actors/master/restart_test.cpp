// What becomes of a worker that has ended.
#include "actors/master/restart.hpp"
#include "tests/fixtures/master_fixture.hpp"

#include <csignal>

namespace mw::restart_test {

using namespace std::chrono_literals;
using mw::test::plan_of;
using mw::test::share;

namespace {

/// One worker, and what its plan says.
struct restart_fixture {
  after_end decide(int32_t code, int32_t signal = 0, bool is_first = false) {
    auto one =
        worker_entry{.plan = share(plan), .place = worker_place::current, .info = {.key = process}};
    one.info.state = worker_state::ready;
    one.ended_at = worker_entry::time_point{};
    auto next = decide_restart(one, {.process = process, .exit_code = code, .signal = signal},
                               is_first, 0.5);
    state = one.info.state;
    return next;
  }

  process_key process{1, 1, 5249, 0};
  generation_plan plan = plan_of(1);
  worker_state state = worker_state::ready;
};

} // namespace

TEST_CASE_METHOD(restart_fixture, "a worker that ends is started again") {
  auto next = decide(0, SIGSEGV);
  CHECK(next.restart_in == 75ms);
  CHECK_FALSE(next.exit_code);
  CHECK(next.told == announce::restart(process, 75ms));
  CHECK(next.for_clients == "is started again in 75 ms");
  CHECK(state == worker_state::waiting);
}

TEST_CASE_METHOD(restart_fixture, "a code that forbids it leaves the others alone") {
  plan.no_restart_codes = {3};
  auto next = decide(3);
  CHECK_FALSE(next.restart_in);
  CHECK_FALSE(next.exit_code);
  CHECK(next.told == announce::no_restart(1));
  CHECK(state == worker_state::over);
}

TEST_CASE_METHOD(restart_fixture, "at the first start a code that forbids it ends all") {
  plan.no_restart_codes = {0, 3};
  CHECK(decide(3, 0, true).exit_code == 3);
  CHECK(decide(0, 0, true).exit_code == 1);
  CHECK(decide(0, 0, true).told == announce::gave_up(1, std::nullopt));
}

TEST_CASE_METHOD(restart_fixture, "at the first start too many failures end all") {
  plan.most_failed_starts = 1;
  auto next = decide(7, 0, true);
  CHECK(next.exit_code == 7);
  CHECK(next.told == announce::gave_up(1, 1U));
  CHECK(decide(7).restart_in);
}

TEST_CASE_METHOD(restart_fixture, "exit-on-failure ends all, well if the worker was told to end") {
  plan.exit_on_failure = true;
  CHECK(decide(7).exit_code == 7);
  CHECK(decide(0, SIGTERM).exit_code == 0);
  CHECK(decide(0, SIGKILL).exit_code == 128 + SIGKILL);
  CHECK(decide(7).told == announce::exit_on_failure());
}

} // namespace mw::restart_test
