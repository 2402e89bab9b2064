// The programs beside the workers, as the master shows them.
#include "actors/master/program_table.hpp"

#include <catch2/catch.hpp>

namespace mw::program_table_test {

using namespace std::chrono_literals;

namespace {

using time_point = program_table::time_point;

process_info row(uint64_t serial, int32_t pid) {
  auto info = process_info{.key = {0, serial, pid, 10}};
  info.name = "api";
  return info;
}

process_table shown(const program_table& programs, std::chrono::seconds now) {
  auto table = process_table{};
  programs.list(table, time_point{now});
  return table;
}

} // namespace

TEST_CASE("a program's uptime goes on between two messages") {
  auto programs = program_table{};
  programs.take({{row(1, 71)}, {row(2, 72)}}, time_point{10s});
  CHECK(shown(programs, 100s).programs.at(0).uptime == 90);
  CHECK(shown(programs, 100s).old_programs.at(0).uptime == 90);
}

TEST_CASE("a program that waits has no uptime, and its wait ends at 0") {
  auto waits = row(1, 0);
  waits.restart_in = 1500;
  auto programs = program_table{};
  programs.take({{waits}, {}}, time_point{10s});
  CHECK(shown(programs, 11s).programs.at(0).restart_in == 500);
  CHECK(shown(programs, 11s).programs.at(0).uptime == 0);
  CHECK(shown(programs, 12s).programs.at(0).restart_in == 0);
}

TEST_CASE("the time since a program's end goes on between two messages") {
  auto ended = row(1, 0);
  ended.last_end = "program 'api' exited with code 3";
  ended.ended_ago = 5;
  auto programs = program_table{};
  programs.take({{ended, row(2, 72)}, {}}, time_point{10s});
  CHECK(shown(programs, 30s).programs.at(0).ended_ago == 25);
  CHECK(shown(programs, 30s).programs.at(1).ended_ago == 0);
}

TEST_CASE("a process keeps the reloads that it has seen, also when it leaves") {
  auto programs = program_table{};
  programs.take({{row(1, 71)}, {}}, {});
  programs.count_reload();
  programs.take({{row(2, 72)}, {row(1, 71)}}, {});
  programs.count_reload();
  CHECK(shown(programs, 20s).programs.at(0).reloads == 1);
  CHECK(shown(programs, 20s).old_programs.at(0).reloads == 2);
  programs.clear();
  CHECK(shown(programs, 20s).programs.empty());
}

} // namespace mw::program_table_test
