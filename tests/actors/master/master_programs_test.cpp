// The master and the programs beside its workers; the test plays their keeper.
#include "tests/fixtures/master_fixture.hpp"

#include <csignal>

namespace mw::master_programs_test {

using namespace std::chrono_literals;
using mw::test::plan_of;
using mw::test::share;

namespace {

/// A master whose one worker serves, and whose keeper has been told which programs to run.
struct programs_fixture : test::master_fixture {
  explicit programs_fixture(bool exit_on_failure = false) {
    programs = keeper.as<program_keeper_actor>();
    auto plan = plan_of(1);
    plan.exit_on_failure = exit_on_failure;
    first = share(std::move(plan));
    serve(first);
    told_to_run();
  }

  /// Takes the next order to the keeper.
  run_programs told_to_run() { return keeper.take<run_programs, master_actor>(); }

  /// Reloads to this plan, with its worker ready or ended.
  void reload_to(const plan_ptr& plan, bool ready_in_time = true) {
    signal(SIGUSR2);
    loader_answers({{plan}, {}});
    if (ready_in_time)
      ready(2);
    else
      exits(2, 1);
    route_news_reads();
  }

  static process_info row(uint64_t serial, int32_t pid) {
    auto info = process_info{.key = {0, serial, pid, 0}, .version = "-"};
    info.name = "api";
    return info;
  }

  test::peer keeper{system};
  plan_ptr first;
};

struct exit_on_failure_fixture : programs_fixture {
  exit_on_failure_fixture() : programs_fixture(true) {}
};

} // namespace

TEST_CASE("the programs of a plan are run when the first workers serve") {
  auto fixture = test::master_fixture{};
  auto keeper = test::peer{fixture.system};
  fixture.programs = keeper.as<program_keeper_actor>();
  auto plan = share(plan_of(1));
  fixture.start(plan);
  fixture.started(1);
  CHECK(keeper.empty());
  fixture.ready(1);
  fixture.route_news_knows();
  auto order = keeper.take<run_programs, master_actor>();
  CHECK(order.plan.plan == plan);
  CHECK_FALSE(order.hard);
}

TEST_CASE("a start that fails runs no program, and waits for none") {
  auto fixture = test::master_fixture{};
  auto keeper = test::peer{fixture.system};
  fixture.programs = keeper.as<program_keeper_actor>();
  fixture.start(1);
  fixture.exits(1, 2);
  CHECK(keeper.empty());
  CHECK(fixture.exit_codes == std::vector{2});
}

TEST_CASE_METHOD(programs_fixture, "a reload that succeeds runs the programs of the new plan") {
  auto next = share(plan_of(1));
  reload_to(next);
  CHECK(told_to_run().plan.plan == next);
}

TEST_CASE_METHOD(programs_fixture, "a reload that fails changes no program") {
  reload_to(share(plan_of(1)), false);
  CHECK(keeper.empty());
}

TEST_CASE_METHOD(programs_fixture, "what becomes of programs is told in HAProxy's words") {
  tell(program_started{"api", 71});
  tell(program_ended{.name = "api", .pid = 71, .exit_code = 3, .restart_in = 75});
  tell(program_ended{.name = "api", .pid = 72, .exit_code = 0});
  tell(program_ended{
      .name = "api", .pid = 70, .signal = SIGKILL, .cause = "did not stop", .is_current = false});
  tell(program_ended{
      .name = "b", .cause = "cannot be started: /b: Permission denied", .restart_in = 150});
  CHECK(log.take() ==
        line("[NOTICE]", "New program 'api' (71) forked") +
            line("[ALERT]", "Current program 'api' (71) exited with code 3 (Exit)") +
            line("[NOTICE]", "the program 'api' is started again in 75 ms") +
            line("[ALERT]", "Current program 'api' (72) exited with code 0 (Exit)") +
            line("[NOTICE]", "the program 'api' is not started again") +
            line("[WARNING]", "Former program 'api' (70) exited with code 137 (Killed), as it did "
                              "not stop") +
            line("[ALERT]", "The program 'b' cannot be started: /b: Permission denied") +
            line("[NOTICE]", "the program 'b' is started again in 150 ms"));
  CHECK(exit_codes.empty());
}

TEST_CASE_METHOD(exit_on_failure_fixture, "with exit-on-failure a failed program ends all") {
  tell(program_ended{.name = "api", .pid = 71, .exit_code = 3});
  CHECK(signals_to(1) == std::vector{SIGTERM});
  CHECK(keeper.take<stop_programs>() == stop_programs{SIGTERM});
  tell(programs_gone{});
  killed(1, SIGTERM);
  CHECK(exit_codes == std::vector{3});
}

TEST_CASE_METHOD(exit_on_failure_fixture, "a program that is done, or told to end, is no failure") {
  tell(program_ended{.name = "api", .pid = 71, .exit_code = 0});
  tell(program_ended{.name = "api", .pid = 71, .signal = SIGTERM, .restart_in = 0});
  tell(program_ended{.name = "api", .pid = 70, .exit_code = 3, .is_current = false});
  CHECK(signals_to(1).empty());
}

TEST_CASE_METHOD(programs_fixture, "the end waits for workers and programs") {
  signal(SIGINT);
  CHECK(keeper.take<stop_programs>() == stop_programs{SIGINT});
  log.take();
  killed(1, SIGINT);
  tell(program_ended{.name = "api", .pid = 71, .signal = SIGINT});
  CHECK(log.take().empty());
  CHECK(exit_codes.empty());
  signal(SIGTERM);
  CHECK(keeper.take<stop_programs>() == stop_programs{SIGKILL});
  tell(programs_gone{});
  CHECK(exit_codes == std::vector{0});
  CHECK(has_ended(master));
}

TEST_CASE_METHOD(programs_fixture, "programs finish when the workers do") {
  signal(SIGUSR1);
  CHECK(keeper.take<stop_programs>() == stop_programs{SIGUSR1});
  tell(programs_gone{});
  CHECK(exit_codes.empty());
  exits(1, 0);
  CHECK(exit_codes == std::vector{0});
}

TEST_CASE_METHOD(programs_fixture, "the table has the programs, with what only the master knows") {
  tell(programs_changed{{row(1, 71)}, {}});
  pass(90s);
  reload_to(share(plan_of(1)), false);
  CHECK(table().programs.at(0).reloads == 1);
  CHECK(table().programs.at(0).uptime == 90);
  auto waits = row(3, 0);
  waits.restart_in = 1000;
  tell(programs_changed{{waits}, {row(1, 71)}});
  pass(400ms);
  auto now = table();
  CHECK(now.programs.at(0).reloads == 0);
  CHECK(now.programs.at(0).uptime == 0);
  CHECK(now.programs.at(0).restart_in == 600);
  CHECK(now.old_programs.at(0).reloads == 1);
  pass(1s);
  CHECK(table().programs.at(0).restart_in == 0);
}

TEST_CASE("a keeper that ends by a fault does not hold up the end") {
  auto fixture = test::master_fixture{};
  auto keeper = std::make_unique<test::peer>(fixture.system);
  fixture.programs = keeper->as<program_keeper_actor>();
  fixture.serve(share(plan_of(1)));
  fixture.programs = nullptr;
  keeper.reset();
  fixture.settle();
  fixture.signal(SIGTERM);
  fixture.killed(1, SIGTERM);
  CHECK(fixture.exit_codes == std::vector{0});
}

} // namespace mw::master_programs_test
