// Programs that have started others: no process outlives its program.
#include "actors/programs/program_keeper.hpp"
#include "net/process/own_children.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/programs/script.hpp"
#include "tests/programs/subreaper.hpp"
#include "tests/support/deadline.hpp"
#include "tests/support/stderr_capture.hpp"

#include <csignal>
#include <optional>

namespace mw::program_family_test {

using namespace std::chrono_literals;

namespace {

/// A program that starts another process, tells its pid, and ends by the code that it is told.
struct family_fixture : test::actor_fixture {
  test::subreaper orphans;

  explicit family_fixture(const std::string& other = "sleep 1000")
      : script("#!/bin/sh\n" + other + " 4<&- &\necho $! >&4\nread -r code <&4\nexit $code\n") {
    keeper = spawn<program_keeper_state>([] { return 0.5; });
    plan.no_restart_codes = {2};
    plan.programs = {{.name = "api",
                      .command = {.path = script.path,
                                  .arguments = {"api"},
                                  .environment = {},
                                  .descriptors = {{script.program().configuration->get(), 4}}}}};
    master.send(keeper, run_programs{{std::make_shared<const generation_plan>(plan)}},
                master.as<master_actor>());
    settle();
    leader.emplace(master.take<program_started>().pid);
    child.emplace(std::stoi(script.says()));
    master.take<programs_changed>();
  }

  ~family_fixture() {
    master.send(keeper, stop_programs{SIGKILL});
    settle();
    CHECK(child->ends());
  }

  /// The leader ends, and the keeper sees it.
  void end_leader(int code) {
    script.exit(code);
    REQUIRE(leader->ends());
    settle();
  }

  /// Processes that were killed may take a moment to go.
  void look_until_told() {
    for (auto until = test::deadline{test::patience}; master.empty() && !until.passed();)
      pass(family_poll);
  }

  /// The other process has ended, and the keeper finds nobody any more.
  program_ended family_gone() {
    REQUIRE(child->ends());
    look_until_told();
    return master.take<program_ended>();
  }

  test::stderr_capture log;
  test::script script;
  generation_plan plan;
  test::peer master{system};
  program_keeper_actor keeper;
  std::optional<test::process_view> leader;
  std::optional<test::process_view> child;
};

struct left_the_group : family_fixture {
  left_the_group() : family_fixture("setsid sleep 1000") {}
};

struct stubborn_child : family_fixture {
  stubborn_child() : family_fixture("sh -c 'trap \"\" TERM; sleep 1000'") {}
};

} // namespace

TEST_CASE_METHOD(family_fixture, "what a program leaves behind ends before it is started again") {
  end_leader(7);
  CHECK(master.empty());
  CHECK_THAT(log.take(), Catch::Contains("has ended and left processes behind: they get SIGTERM"));
  auto end = family_gone();
  CHECK(end.exit_code == 7);
  CHECK(end.cause.empty());
  CHECK(end.restart_in == 75);
}

TEST_CASE_METHOD(left_the_group, "a process that has left the group is found") {
  end_leader(2);
  CHECK(family_gone().exit_code == 2);
}

TEST_CASE_METHOD(stubborn_child, "a process that does not end is killed") {
  end_leader(2);
  pass(rest_time_limit);
  CHECK(family_gone().cause.empty());
}

TEST_CASE_METHOD(family_fixture,
                 "a program that is told to end ends with all that it has started") {
  master.send(keeper, stop_programs{SIGTERM});
  settle();
  REQUIRE(leader->ends());
  REQUIRE(child->ends());
  settle();
  master.take<programs_changed>();
  look_until_told();
  CHECK(master.take<program_ended>().signal == SIGTERM);
}

TEST_CASE_METHOD(left_the_group, "a reload ends also what has left the group") {
  plan.programs.clear();
  master.send(keeper, run_programs{{std::make_shared<const generation_plan>(plan)}},
              master.as<master_actor>());
  settle();
  REQUIRE(leader->ends());
  REQUIRE(child->ends());
  settle();
  master.take<programs_changed>();
  look_until_told();
  CHECK(master.take<program_ended>().signal == SIGUSR1);
}

} // namespace mw::program_family_test
