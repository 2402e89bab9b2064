// The program keeper with real processes: starts, ends, reloads, stops.
#include "actors/programs/program_keeper.hpp"
#include "net/process/own_children.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/programs/script.hpp"
#include "tests/programs/subreaper.hpp"
#include "tests/support/stderr_capture.hpp"

#include <csignal>
#include <map>
#include <memory>

namespace mw::program_keeper_test {

using namespace std::chrono_literals;

namespace {

/// A script that ignores signals, ends with the code that it reads, and says when it begins to
/// read.
constexpr auto stubborn = "#!/bin/sh\ntrap '' USR1 TERM INT\necho up >&4\nread -r code <&4\n"
                          "exit $code\n";

struct keeper_fixture : test::actor_fixture {
  test::subreaper orphans;

  keeper_fixture() {
    keeper = spawn<program_keeper_state>([] { return 0.5; });
    plan.hard_stop_after = 15min;
    plan.no_restart_codes = {2, 125};
  }

  ~keeper_fixture() {
    for (auto& [name, one] : scripts)
      one->hang_up();
    master.send(keeper, stop_programs{SIGKILL});
    settle();
    for (auto& [pid, view] : views)
      if (view.ends())
        settle();
  }

  /// Makes a program of this name, which ends with the code that it is told.
  program_command command(const std::string& name, bool start_on_reload = true) {
    auto& one = scripts[name];
    if (!one)
      one = std::make_unique<test::script>(text);
    return {.name = name,
            .command = {.path = one->path,
                        .arguments = {name},
                        .environment = {},
                        .descriptors = {{one->program().configuration->get(), 4}}},
            .start_on_reload = start_on_reload};
  }

  void run(std::vector<program_command> programs, bool hard = false) {
    plan.programs = std::move(programs);
    master.send(keeper, run_programs{{std::make_shared<const generation_plan>(plan)}, hard},
                master.as<master_actor>());
    settle();
  }

  /// Awaits the start of a program. Returns its pid.
  int32_t next_start(const std::string& name) {
    auto news = master.take<program_started>();
    CHECK(news.name == name);
    views.emplace(news.pid, news.pid);
    return news.pid;
  }

  /// Awaits the keeper's news of this process's end.
  program_ended end_of(int32_t pid) {
    REQUIRE(views.at(pid).ends());
    settle();
    return master.take<program_ended>();
  }

  programs_changed change() { return master.take<programs_changed>(); }

  /// Runs one program and takes the news of it. Returns its pid.
  int32_t run_one(const std::string& name = "api", bool start_on_reload = true) {
    run({command(name, start_on_reload)});
    auto pid = next_start(name);
    change();
    return pid;
  }

  void stop(int signal) {
    master.send(keeper, stop_programs{signal});
    settle();
  }

  std::string text = test::script::waits_for_its_exit_code;
  std::map<std::string, std::unique_ptr<test::script>> scripts;
  std::map<int32_t, test::process_view> views; ///< views from the programs' starts on: a pid may
                                               ///< come back
  generation_plan plan;
  test::peer master{system};
  program_keeper_actor keeper;
};

struct stubborn_program : keeper_fixture {
  stubborn_program() {
    text = stubborn;
    pid = run_one();
    CHECK(scripts["api"]->says() == "up\n");
  }

  int32_t pid;
};

} // namespace

TEST_CASE_METHOD(keeper_fixture, "programs are started in order, and told as the table has them") {
  run({command("api"), command("other")});
  auto first = next_start("api");
  auto second = next_start("other");
  auto told = change();
  REQUIRE(told.current.size() == 2);
  CHECK(told.old.empty());
  CHECK(told.current[0].key.pid == first);
  CHECK(told.current[0].name == "api");
  CHECK(told.current[0].state == worker_state::ready);
  CHECK(told.current[0].version == "-");
  CHECK(told.current[1].key.pid == second);
  CHECK(told.current[1].key.serial != told.current[0].key.serial);
}

TEST_CASE_METHOD(keeper_fixture, "a program that fails is started again, later each time") {
  auto pid = run_one();
  scripts["api"]->exit(7);
  CHECK(end_of(pid) == program_ended{.name = "api", .pid = pid, .exit_code = 7, .restart_in = 75});
  auto told = change();
  CHECK(told.current[0].key.pid == 0);
  CHECK(told.current[0].state == worker_state::waiting);
  CHECK(told.current[0].restarts == 1);
  CHECK(told.current[0].last_end == "program 'api' exited with code 7");
  pass(75ms - 1ms);
  CHECK(master.empty());
  pass(1ms);
  pid = next_start("api");
  CHECK(change().current[0].key.pid == pid);
  scripts["api"]->exit(7);
  CHECK(end_of(pid).restart_in == 150);
}

TEST_CASE_METHOD(keeper_fixture, "a program that has run for a second is started again at once") {
  auto pid = run_one();
  pass(1s);
  REQUIRE(::kill(pid, SIGKILL) == 0);
  CHECK(end_of(pid) ==
        program_ended{.name = "api", .pid = pid, .signal = SIGKILL, .restart_in = 0});
  change();
  CHECK(next_start("api") != pid);
}

TEST_CASE_METHOD(keeper_fixture, "a program whose exit code says so is not started again") {
  auto code = GENERATE(0, 2, 125);
  auto pid = run_one();
  scripts["api"]->exit(code);
  CHECK(end_of(pid) == program_ended{.name = "api", .pid = pid, .exit_code = code});
  CHECK(change().current[0].state == worker_state::over);
  pass(1h);
  CHECK(master.empty());
}

TEST_CASE_METHOD(keeper_fixture, "with exit-on-failure a failed program is the master's business") {
  plan.exit_on_failure = true;
  auto pid = run_one();
  scripts["api"]->exit(3);
  CHECK(end_of(pid).restart_in == program_ended::never);
}

TEST_CASE_METHOD(keeper_fixture, "a program that cannot be started is tried again") {
  auto missing = command("api");
  missing.command.path = "/nonexistent/api";
  run({missing});
  CHECK(master.take<program_ended>() ==
        program_ended{.name = "api",
                      .cause = "cannot be started: /nonexistent/api: No such file or directory",
                      .restart_in = 75});
  CHECK(change().current[0].key.pid == 0);
  pass(75ms);
  CHECK(master.take<program_ended>().restart_in == 150);
}

TEST_CASE_METHOD(keeper_fixture, "a reload replaces a program, which is told to finish") {
  auto [hard, signal] = GENERATE(table<bool, int>({{false, SIGUSR1}, {true, SIGTERM}}));
  auto before = run_one();
  run({command("api")}, hard);
  auto after = next_start("api");
  auto told = change();
  CHECK(told.current[0].key.pid == after);
  REQUIRE(told.old.size() == 1);
  CHECK(told.old[0].key.pid == before);
  CHECK(told.old[0].state == worker_state::stopping);
  CHECK(end_of(before) ==
        program_ended{.name = "api", .pid = before, .signal = signal, .is_current = false});
  CHECK(change().old.empty());
}

TEST_CASE_METHOD(keeper_fixture, "a reload leaves alone what is not to be started by it") {
  auto pid = run_one("api", false);
  run({command("api", false)});
  auto told = change();
  CHECK(told.current[0].key.pid == pid);
  CHECK(told.old.empty());
  scripts["api"]->exit(1);
  CHECK(end_of(pid).restart_in == 75);
}

TEST_CASE_METHOD(keeper_fixture, "a reload ends a program that is not in the configuration now") {
  auto pid = run_one("api", false);
  run({command("new", false)});
  next_start("new");
  CHECK(change().old[0].key.pid == pid);
  CHECK(end_of(pid).signal == SIGUSR1);
}

TEST_CASE_METHOD(keeper_fixture, "a reload starts a program at once that waits, and only once") {
  auto pid = run_one();
  scripts["api"]->exit(1);
  end_of(pid);
  change();
  run({command("api")});
  next_start("api");
  CHECK(change().old.empty());
  pass(1h);
  CHECK(master.empty());
}

TEST_CASE_METHOD(keeper_fixture, "at the end all programs get the signal, and the last is told") {
  run({command("api"), command("other")});
  auto api = next_start("api");
  auto other = next_start("other");
  change();
  stop(SIGTERM);
  change();
  REQUIRE(views.at(api).ends());
  REQUIRE(views.at(other).ends());
  settle();
  auto signals = std::map<int32_t, int32_t>{}; // which of them ends first is the kernel's business
  for (auto left = 2; left > 0; --left) {
    auto ended = master.take<program_ended>();
    signals.emplace(ended.pid, ended.signal);
    change();
  }
  CHECK(signals == std::map<int32_t, int32_t>{{api, SIGTERM}, {other, SIGTERM}});
  master.take<programs_gone>();
  pass(1h);
  CHECK(master.empty());
}

TEST_CASE_METHOD(keeper_fixture, "without programs the end is there at once") {
  run({});
  change();
  stop(SIGTERM);
  change();
  master.take<programs_gone>();
}

TEST_CASE_METHOD(keeper_fixture, "a program that waits for its start is not started at the end") {
  auto pid = run_one();
  scripts["api"]->exit(1);
  end_of(pid);
  change();
  stop(SIGTERM);
  change();
  master.take<programs_gone>();
  run({command("api")});
  pass(1h);
  CHECK(master.empty());
}

TEST_CASE_METHOD(stubborn_program, "a program that does not end is told again, then killed") {
  run({});
  change();
  pass(15min);
  CHECK(master.empty());
  pass(30s);
  CHECK(end_of(pid) == program_ended{.name = "api",
                                     .pid = pid,
                                     .signal = SIGKILL,
                                     .cause = "did not stop",
                                     .is_current = false});
}

TEST_CASE_METHOD(stubborn_program, "a second stop kills at once") {
  stop(SIGTERM);
  change();
  CHECK(master.empty());
  stop(SIGKILL);
  change();
  CHECK(end_of(pid).signal == SIGKILL);
}

} // namespace mw::program_keeper_test
