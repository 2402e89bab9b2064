// The texts of `show proc`.
#include "messages/processes/process.hpp"

#include <catch2/catch.hpp>

namespace mw::process_test {

namespace {

process_table one_of_each() {
  auto table = process_table{};
  table.master = {
      .key = {0, 0, 1271, 0}, .reloads = 2, .actors = 14, .uptime = 127, .version = "0.1.0"};
  table.workers = {{.key = {1, 4, 1281, 0},
                    .uptime = 90061,
                    .version = "0.1.0",
                    .master_fd = 7,
                    .worker_fd = 3,
                    .restarts = 1,
                    .last_end = "worker 1 (1272) exited with code 3",
                    .ended_ago = 90062,
                    .last_words = {"[ALERT]    (1272) : \"a\"", "b"}},
                   {.key = {2, 2, 1273, 0},
                    .uptime = 5,
                    .version = "0.1.0",
                    .state = worker_state::starting,
                    .master_fd = 9,
                    .worker_fd = 3},
                   {.key = {3, 3, 1274, 0},
                    .uptime = 0,
                    .version = "0.1.0",
                    .state = worker_state::waiting,
                    .restart_in = 340},
                   {.key = {4, 5, 1285, 0},
                    .uptime = 1,
                    .version = "0.1.0",
                    .state = worker_state::stopping,
                    .master_fd = 11,
                    .worker_fd = 3}};
  table.old_workers = {{.key = {1, 1, 1233, 0},
                        .reloads = 3,
                        .uptime = 3600,
                        .version = "0.0.9",
                        .state = worker_state::stopping,
                        .master_fd = 5,
                        .worker_fd = 3}};
  return table;
}

} // namespace

TEST_CASE("show proc lists the processes that serve") {
  CHECK(show_proc(one_of_each(), false) == "#<PID>          <type>          <relative PID>  "
                                           "<reloads>       <uptime>        <version>      \n"
                                           "1271            master          0               2 "
                                           "[failed: 0]   0d00h02m07s     0.1.0          \n"
                                           "# workers\n"
                                           "1281            worker          1               0      "
                                           "         1d01h01m01s     0.1.0          \n"
                                           "1285            worker          4               0      "
                                           "         0d00h00m01s     0.1.0          \n"
                                           "# old workers\n"
                                           "1233            worker          [was: 1]        3      "
                                           "         0d01h00m00s     0.0.9          \n");
}

TEST_CASE("show proc says when more old workers are alive than usual") {
  auto table = one_of_each();
  table.old_workers.resize(usual_old_workers, table.old_workers.front());
  CHECK_THAT(show_proc(table, false), !Catch::Contains("are alive"));
  table.old_workers.push_back(table.old_workers.front());
  CHECK_THAT(show_proc(table, false), Catch::EndsWith("\n# 11 old workers are alive: "
                                                      "hard-stop-after and mworker-max-reloads "
                                                      "limit their life\n"));
}

TEST_CASE("show proc of a master without workers has an empty section") {
  auto table = process_table{};
  table.master = {.key = {0, 0, 1, 0}, .failed_reloads = 4, .uptime = -5, .version = "0.1.0"};
  CHECK(show_proc(table, false) == "#<PID>          <type>          <relative PID>  <reloads>      "
                                   " <uptime>        <version>      \n"
                                   "1               master          0               0 [failed: 4]  "
                                   " 0d00h00m00s     0.1.0          \n"
                                   "# workers\n");
}

TEST_CASE("show proc lists programs that run, by their names") {
  auto table = process_table{};
  table.master = {.key = {0, 0, 1, 0}, .version = "0.1.0"};
  table.programs = {{.key = {0, 4, 11, 0}, .reloads = 2, .uptime = 61, .version = "-"},
                    {.key = {0, 5, 0, 0}, .version = "-", .state = worker_state::waiting}};
  table.programs[0].name = "api";
  table.programs[1].name = "waits";
  table.old_programs = {{.key = {0, 3, 9, 0}, .reloads = 3, .version = "-"}};
  table.old_programs[0].name = "a-name-of-twenty-one";
  auto text = show_proc(table, false);
  CHECK(text.substr(text.find("# workers")) ==
        "# workers\n"
        "# programs\n"
        "11              api             -               2               "
        "0d00h01m01s     -              \n"
        "# old programs\n"
        "9               a-name-of-twenty-one -               3               "
        "0d00h00m00s     -              \n");
}

TEST_CASE("show proc json tells programs by their names, also those that wait") {
  auto table = process_table{};
  table.master = {.key = {0, 0, 1, 0}, .version = "0.1.0"};
  table.programs = {{.key = {0, 5, 0, 0},
                     .version = "-",
                     .state = worker_state::waiting,
                     .restarts = 1,
                     .last_end = "program 'api' exited with code 1",
                     .restart_in = 75}};
  table.programs[0].name = "api";
  auto text = show_proc_json(table);
  CHECK(text.substr(text.find(R"({"type":"program")")) ==
        R"({"type":"program","name":"api","pid":0,"reloads":0,"uptime_sec":0,"version":"-",)"
        R"("state":"back-off","restarts":1,"restart_in_ms":75,)"
        R"("last_end":"program 'api' exited with code 1","last_end_ago_sec":0,"last_words":[]}]})"
        "\n");
}

TEST_CASE("show proc debug adds the descriptors") {
  auto table = one_of_each();
  table.old_workers.clear();
  table.workers.resize(1);
  CHECK(show_proc(table, true) == "#<PID>          <type>          <relative PID>  <reloads>       "
                                  "<uptime>        <version>      "
                                  "\t\t <ipc_fd[0]>     <ipc_fd[1]>    \n"
                                  "1271            master          0               2 [failed: 0]   "
                                  "0d00h02m07s     0.1.0          "
                                  "\t\t -1              -1             \n"
                                  "# workers\n"
                                  "1281            worker          1               0               "
                                  "1d01h01m01s     0.1.0          "
                                  "\t\t 7               3              \n");
}

TEST_CASE("show proc json tells all that is known, on one line") {
  auto table = one_of_each();
  table.workers.resize(3);
  table.new_workers = {{.key = {1, 6, 1291, 0}, .version = "0.1.0"}};
  CHECK(show_proc_json(table) ==
        R"({"processes":[)"
        R"({"type":"master","relative_pid":0,"pid":1271,"reloads":2,"uptime_sec":127,)"
        R"("version":"0.1.0","failed_reloads":0,"actors":14},)"
        R"({"type":"worker","relative_pid":1,"pid":1281,"reloads":0,"uptime_sec":90061,)"
        R"("version":"0.1.0","state":"ready","restarts":1,"restart_in_ms":0,)"
        R"("last_end":"worker 1 (1272) exited with code 3","last_end_ago_sec":90062,)"
        R"("last_words":["[ALERT]    (1272) : \"a\"","b"]},)"
        R"({"type":"worker","relative_pid":2,"pid":1273,"reloads":0,"uptime_sec":5,)"
        R"("version":"0.1.0","state":"starting","restarts":0,"restart_in_ms":0,)"
        R"("last_end":"","last_end_ago_sec":0,"last_words":[]},)"
        R"({"type":"worker","relative_pid":3,"pid":1274,"reloads":0,"uptime_sec":0,)"
        R"("version":"0.1.0","state":"back-off","restarts":0,"restart_in_ms":340,)"
        R"("last_end":"","last_end_ago_sec":0,"last_words":[]},)"
        R"({"type":"new worker","relative_pid":1,"pid":1291,"reloads":0,"uptime_sec":0,)"
        R"("version":"0.1.0","state":"ready","restarts":0,"restart_in_ms":0,)"
        R"("last_end":"","last_end_ago_sec":0,"last_words":[]},)"
        R"({"type":"old worker","relative_pid":1,"pid":1233,"reloads":3,"uptime_sec":3600,)"
        R"("version":"0.0.9","state":"stopping","restarts":0,"restart_in_ms":0,)"
        R"("last_end":"","last_end_ago_sec":0,"last_words":[]}]})"
        "\n");
}

TEST_CASE("a time is written in days, hours, minutes and seconds") {
  CHECK(uptime_text(0) == "0d00h00m00s");
  CHECK(uptime_text(127) == "0d00h02m07s");
  CHECK(uptime_text(86399) == "0d23h59m59s");
  CHECK(uptime_text(86400 * 400) == "400d00h00m00s");
  CHECK(uptime_text(-1) == "0d00h00m00s");
}

TEST_CASE("a short time is written in its largest unit") {
  CHECK(short_time_text(0) == "0ms");
  CHECK(short_time_text(340) == "340ms");
  CHECK(short_time_text(999) == "999ms");
  CHECK(short_time_text(1000) == "1.0s");
  CHECK(short_time_text(4210) == "4.2s");
  CHECK(short_time_text(9900) == "9.9s");
  CHECK(short_time_text(10'000) == "10s");
  CHECK(short_time_text(75'900) == "75s");
  CHECK(short_time_text(-1) == "0ms");
}

TEST_CASE("a process and its state have names for people") {
  CHECK(to_string(process_key{1, 9, 5249, 0}) == "worker 1 (5249)");
  CHECK(to_string(worker_state::starting) == "starting");
  CHECK(to_string(worker_state::ready) == "ready");
  CHECK(to_string(worker_state::stopping) == "stopping");
  CHECK(to_string(worker_state::waiting) == "back-off");
}

TEST_CASE("last words that are no UTF-8 do not spoil the json") {
  auto table = process_table{};
  table.workers = {{.key = {1, 1, 7, 0}, .last_words = {"\xff!"}}};
  CHECK_THAT(show_proc_json(table), Catch::Contains("\"last_words\":[\"\xef\xbf\xbd!\"]"));
}

} // namespace mw::process_test
