// A worker proxy whose worker was killed because memory ran out.
#include "tests/fixtures/proxy_fixture.hpp"

#include <csignal>

namespace mw::worker_proxy_oom_test {

using namespace std::chrono_literals;

namespace {

/// A worker proxy that reads the kernel's count from a file of the test's.
struct oom_fixture : test::proxy_fixture {
  void counts(int killed) {
    std::filesystem::create_directories(groups / "sys");
    std::ofstream{groups / "cgroup"} << "0::/\n";
    std::ofstream{groups / "sys/memory.events"} << "oom 9\noom_kill " << killed << "\n";
  }

  void start_counted() {
    plan.program = script->program();
    auto shared = std::make_shared<const generation_plan>(plan);
    proxy = spawn<worker_proxy_state>(
        process_key{2, 5, 0, 0}, shared, master.as<master_actor>(),
        worker_surroundings{.oom = net::oom_count{groups / "sys", groups / "cgroup"}});
    settle();
    process = master.take<worker_started>().process;
    view.emplace(process.pid);
  }

  /// Starts a worker that this signal does not end.
  void start_deaf_to(const std::string& signal) {
    script = std::make_unique<test::script>("#!/bin/sh\ntrap '' " + signal +
                                            "\necho up >&2\nread -r code <&4\n");
    start_counted();
    for (auto until = test::deadline{test::patience}; master.empty() && !until.passed();)
      settle();
    CHECK(master.take<worker_said>().lines == "up\n");
  }

  void kill_from_elsewhere() { REQUIRE(::kill(process.pid, SIGKILL) == 0); }

  worker_ended killed(const std::string& cause) const {
    return {.process = process, .signal = SIGKILL, .cause = cause};
  }

  temporary_folder groups;
};

} // namespace

TEST_CASE_METHOD(oom_fixture, "a worker that the kernel killed for its memory ran out of it") {
  counts(4);
  start_counted();
  counts(5);
  kill_from_elsewhere();
  CHECK(ended() == killed("ran out of memory"));
  CHECK(
      ask<end_of_process>(ask_end{}).first ==
      end_of_process{to_string(process) + " ran out of memory, killed by signal 9 (Killed)", true});
}

TEST_CASE_METHOD(oom_fixture, "a worker that somebody killed has not run out of memory") {
  counts(4);
  start_counted();
  kill_from_elsewhere();
  CHECK(ended() == killed(""));
}

TEST_CASE_METHOD(oom_fixture, "where the kernel does not count, nobody runs out of memory") {
  start_counted();
  counts(5);
  kill_from_elsewhere();
  CHECK(ended() == killed(""));
}

TEST_CASE_METHOD(oom_fixture, "a count that is gone at the end says nothing") {
  counts(4);
  start_counted();
  std::filesystem::remove(groups / "sys/memory.events");
  kill_from_elsewhere();
  CHECK(ended() == killed(""));
}

TEST_CASE_METHOD(oom_fixture, "another signal has nothing to do with memory") {
  counts(4);
  start_counted();
  counts(5);
  REQUIRE(::kill(process.pid, SIGTERM) == 0);
  CHECK(ended() == worker_ended{.process = process, .signal = SIGTERM});
}

TEST_CASE_METHOD(oom_fixture, "a worker that exits has not run out of memory") {
  counts(4);
  start_counted();
  counts(5);
  script->exit(137);
  CHECK(ended() == worker_ended{.process = process, .exit_code = 137});
}

TEST_CASE_METHOD(oom_fixture, "a worker that was not ready in time has not run out of memory") {
  counts(4);
  start_counted();
  counts(5);
  pass(60s);
  CHECK(ended() == killed("was not ready within 60s"));
}

TEST_CASE_METHOD(oom_fixture, "a stopped worker that we kill at last has not run out of memory") {
  counts(4);
  start_deaf_to("TERM");
  counts(5);
  master.send(proxy, stop_worker{SIGTERM});
  settle();
  pass(30s);
  auto news = killed("did not stop");
  news.last_words = {"up"};
  CHECK(ended() == news);
}

TEST_CASE_METHOD(oom_fixture, "a worker that the master kills at once has not run out of memory") {
  counts(4);
  start_counted();
  counts(5);
  master.send(proxy, signal_worker{SIGKILL});
  settle();
  CHECK(ended() == killed(""));
}

TEST_CASE_METHOD(oom_fixture, "a worker may run out of memory while it finishes its work") {
  counts(4);
  start_deaf_to("USR1");
  master.send(proxy, stop_worker{SIGUSR1});
  settle();
  counts(5);
  kill_from_elsewhere();
  auto news = killed("ran out of memory");
  news.last_words = {"up"};
  CHECK(ended() == news);
}

} // namespace mw::worker_proxy_oom_test
