// The text of `show workers`.
#include "messages/processes/process.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace mw::workers_text_test {

namespace {

const auto header = std::string{
    "#<relative PID> <PID>           <state>         <uptime>        <restarts>      <last end>\n"};

process_info worker(int32_t relative, int32_t pid, worker_state state, int64_t uptime) {
  return {.key = {relative, 0, pid, 0}, .uptime = uptime, .version = "0.1.0", .state = state};
}

} // namespace

TEST_CASE("show workers tells state, restarts, last end and last words of every worker") {
  auto table = process_table{};
  table.workers = {worker(1, 1281, worker_state::ready, 90061),
                   worker(2, 1282, worker_state::starting, 1),
                   worker(3, 0, worker_state::waiting, 0),
                   worker(4, 1284, worker_state::suspect, 75), worker(5, 0, worker_state::over, 0)};
  table.workers[0].restarts = 12;
  table.workers[0].last_end = "worker 1 (1271) exited with code 3";
  table.workers[0].ended_ago = 3725;
  table.workers[2].restarts = 1;
  table.workers[2].restart_in = 4200;
  table.workers[2].last_end = "worker 3 (1273) killed by signal 9 (Killed)";
  table.workers[2].last_words = {"[ALERT]    (1273) : out of memory", "", "{}"};
  CHECK(show_workers(table) ==
        header +
            "# workers\n"
            "1               1281            ready           1d01h01m01s     12              "
            "worker 1 (1271) exited with code 3, 0d01h02m05s ago\n"
            "2               1282            starting        0d00h00m01s     0               -\n"
            "3               -               back-off 4.2s   0d00h00m00s     1               "
            "worker 3 (1273) killed by signal 9 (Killed), 0d00h00m00s ago\n"
            "  | [ALERT]    (1273) : out of memory\n"
            "  | \n"
            "  | {}\n"
            "4               1284            suspect         0d00h01m15s     0               -\n"
            "5               -               ended           0d00h00m00s     0               -\n");
}

TEST_CASE("show workers tells new and old workers in parts of their own") {
  auto table = process_table{};
  table.workers = {worker(1, 1281, worker_state::ready, 60)};
  table.new_workers = {worker(1, 1291, worker_state::starting, 0)};
  table.old_workers = {worker(1, 1271, worker_state::stopping, 120),
                       worker(2, 1272, worker_state::stopping, 120)};
  CHECK(show_workers(table) ==
        header +
            "# workers\n"
            "1               1281            ready           0d00h01m00s     0               -\n"
            "# new workers\n"
            "1               1291            starting        0d00h00m00s     0               -\n"
            "# old workers\n"
            "1               1271            stopping        0d00h02m00s     0               -\n"
            "2               1272            stopping        0d00h02m00s     0               -\n");
}

TEST_CASE("show workers without any has the header and an empty part") {
  CHECK(show_workers({}) == header + "# workers\n");
}

TEST_CASE("show workers without current workers still has old ones") {
  auto table = process_table{};
  table.old_workers = {worker(2, 1272, worker_state::stopping, -1)};
  CHECK(show_workers(table) ==
        header +
            "# workers\n"
            "# old workers\n"
            "2               1272            stopping        0d00h00m00s     0               -\n");
}

TEST_CASE("the time that is left of a back-off is short") {
  auto table = process_table{};
  table.workers = {worker(1, 0, worker_state::waiting, 0), worker(2, 0, worker_state::waiting, 0)};
  table.workers[0].restart_in = 30'000;
  table.workers[1].restart_in = -5; // due
  CHECK(show_workers(table) ==
        header +
            "# workers\n"
            "1               -               back-off 30s    0d00h00m00s     0               -\n"
            "2               -               back-off 0ms    0d00h00m00s     0               -\n");
}

TEST_CASE("show programs has also those without a process") {
  auto waits = process_info{.key = {}, .state = worker_state::waiting, .restarts = 3};
  waits.name = "api";
  waits.restart_in = 340;
  waits.last_end = "program 'api' exited with code 3";
  auto leaves = process_info{.key = {.pid = 71}, .uptime = 60, .state = worker_state::stopping};
  leaves.name = "agent";
  auto table = process_table{};
  table.programs = {waits};
  table.old_programs = {leaves};
  CHECK(
      show_programs(table) ==
      "#<name>         <PID>           <state>         <uptime>        <restarts>      <last end>\n"
      "# programs\n"
      "api             -               back-off 340ms  0d00h00m00s     3               "
      "program 'api' exited with code 3, 0d00h00m00s ago\n"
      "# old programs\n"
      "agent           71              stopping        0d00h01m00s     0               -\n");
}

} // namespace mw::workers_text_test
