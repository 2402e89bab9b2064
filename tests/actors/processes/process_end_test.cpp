// How the end of a worker or a program is told to people.
#include "actors/processes/process_end.hpp"

#include <catch2/catch.hpp>

#include <csignal>

namespace mw::process_end_test {

namespace {

const auto process = process_key{1, 1, 5249, 0};

const auto exited = worker_ended{.process = process, .exit_code = 3};
const auto killed = worker_ended{.process = process, .signal = SIGSEGV};
const auto overdue =
    worker_ended{.process = process, .signal = SIGKILL, .cause = "was not ready in time"};
const auto not_started =
    worker_ended{.process = {2, 7, 0, 0}, .cause = "cannot be started: no such file"};

} // namespace

TEST_CASE("an end is told with the process and what it said") {
  CHECK(end_text(exited) == "worker 1 (5249) exited with code 3");
  CHECK(end_text(killed) == "worker 1 (5249) killed by signal 11 (Segmentation fault)");
}

TEST_CASE("a cause stands before the end") {
  CHECK(end_text(overdue) == "worker 1 (5249) was not ready in time, killed by signal 9 (Killed)");
}

TEST_CASE("a worker without a process has a cause only") {
  CHECK(end_text(not_started) == "worker 2 cannot be started: no such file");
}

TEST_CASE("ends are counted as a shell does") {
  CHECK(exit_number(exited) == 3);
  CHECK(exit_number({.process = process}) == 0);
  CHECK(exit_number(killed) == 139);
  CHECK(exit_number(not_started) == 1);
}

TEST_CASE("the word in parentheses is HAProxy's") {
  CHECK(end_sentence("Former", exited) == "Former worker (5249) exited with code 3 (Exit)");
  CHECK(end_sentence("Current", killed) ==
        "Current worker (5249) exited with code 139 (Segmentation fault)");
  CHECK(end_sentence("Current", overdue) ==
        "Current worker (5249) exited with code 137 (Killed), as it was not ready in time");
}

TEST_CASE("a worker without a process has one sentence for all") {
  CHECK(end_sentence("Current", not_started) == "worker 2 cannot be started: no such file");
}

TEST_CASE("the end of a program is told by its name") {
  auto ended = program_ended{.name = "api", .pid = 71, .exit_code = 3};
  CHECK(end_text(ended) == "program 'api' (71) exited with code 3");
  CHECK(end_sentence(ended) == "Current program 'api' (71) exited with code 3 (Exit)");
  ended = {
      .name = "api", .pid = 71, .signal = SIGKILL, .cause = "did not stop", .is_current = false};
  CHECK(end_text(ended) == "program 'api' (71) killed by signal 9 (Killed)");
  CHECK(end_sentence(ended) ==
        "Former program 'api' (71) exited with code 137 (Killed), as it did not stop");
  ended = {.name = "api", .cause = "cannot be started: no such file"};
  CHECK(end_text(ended) == "program 'api' cannot be started: no such file");
  CHECK(end_sentence(ended) == "The program 'api' cannot be started: no such file");
}

TEST_CASE("a program fails unless it is done or was told to end") {
  CHECK(is_failure({.name = "api", .pid = 71, .exit_code = 3}));
  CHECK(is_failure({.name = "api", .pid = 71, .signal = SIGKILL}));
  CHECK(is_failure({.name = "api", .cause = "cannot be started"}));
  CHECK_FALSE(is_failure({.name = "api", .pid = 71}));
  CHECK_FALSE(is_failure({.name = "api", .pid = 71, .signal = SIGTERM}));
  CHECK_FALSE(is_failure({.name = "api", .pid = 71, .exit_code = 130}));
}

} // namespace mw::process_end_test
