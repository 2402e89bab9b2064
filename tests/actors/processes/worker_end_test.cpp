// The texts of a worker's end.
#include "actors/processes/worker_end.hpp"

#include <catch2/catch.hpp>

#include <csignal>

namespace mw::worker_end_test {

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
  CHECK(exit_word(exited) == "Exit");
  CHECK(exit_word(killed) == "Segmentation fault");
  CHECK(exit_word(overdue) == "Killed");
}

} // namespace mw::worker_end_test
