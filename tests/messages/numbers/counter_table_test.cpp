// Counters that are kept: sums, readings that are later or overlap, room.
#include "messages/numbers/counter_table.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace mw::counter_table_test {

namespace {

const auto web = row_key{"web", "FRONTEND", 'F'};
const auto server = row_key{"b", "s1", 'S'};
const auto sessions = counter_column{7, "stot", "MCP", "u64"};
const auto bytes = counter_column{8, "bin", "MCP", "u64"};
constexpr auto plenty = size_t{100};

counter_table table_of(const row_key& row, const counter_column& column, uint64_t value) {
  auto table = counter_table{};
  table.set(row, column, value);
  return table;
}

} // namespace

TEST_CASE("counters are added by row and name") {
  auto sum = table_of(web, sessions, 5);
  auto other = table_of(web, bytes, 100); // another order of columns
  other.set(web, sessions, 3);
  other.set(server, sessions, 1);
  CHECK(sum.add(other, plenty) == 0);
  CHECK(sum.at(web, "stot") == 8);
  CHECK(sum.at(web, "bin") == 100);
  CHECK(sum.at(server, "stot") == 1);
  CHECK(sum.at(server, "bin") == std::nullopt);
  CHECK(sum.at({"no", "FRONTEND", 'F'}, "stot") == std::nullopt);
}

TEST_CASE("a sum of counters stays at the greatest number") {
  constexpr auto most = std::numeric_limits<uint64_t>::max();
  auto sum = table_of(web, sessions, most - 1);
  sum.add(table_of(web, sessions, 5), plenty);
  CHECK(sum.at(web, "stot") == most);
}

TEST_CASE("a later reading takes the place of an earlier one") {
  auto known = table_of(web, sessions, 5);
  auto lost = counter_table{};
  CHECK(known.update(table_of(web, sessions, 9), &lost, plenty) == 0);
  CHECK(known.at(web, "stot") == 9);
  CHECK(lost.rows().empty());
}

TEST_CASE("what a counter had counted before it was set back is not lost") {
  auto known = table_of(web, sessions, 9);
  auto lost = table_of(web, sessions, 1);
  known.update(table_of(web, sessions, 2), &lost, plenty);
  CHECK(known.at(web, "stot") == 2);
  CHECK(lost.at(web, "stot") == 10);
}

TEST_CASE("of two readings that overlap the higher counter holds") {
  auto known = table_of(web, sessions, 9);
  known.set(web, bytes, 10);
  auto other = table_of(web, sessions, 8);
  other.set(web, bytes, 12);
  known.update(other, nullptr, plenty);
  CHECK(known.at(web, "stot") == 9);
  CHECK(known.at(web, "bin") == 12);
}

TEST_CASE("rows of counters without room are left out and counted") {
  auto known = table_of(web, sessions, 9);
  auto later = table_of(web, sessions, 10);
  later.set(server, sessions, 1);
  CHECK(known.update(later, nullptr, 0) == 1);
  CHECK(known.at(web, "stot") == 10);
  CHECK(known.at(server, "stot") == std::nullopt);
  CHECK(known.add(later, 0) == 1);
  CHECK(known.at(web, "stot") == 20);
}

TEST_CASE("counters of a report are what only grows whatever its tags say") {
  auto parsed =
      parse_typed(report::info, "17.CurrConns.1:MGP:u32:3\n18.CumConns.1:MCP:u32:7\n"
                                "61.TotalBytesOut.1:MGP:u64:99\n8.Uptime_sec.1:MDP:u32:5\n"
                                "19.CumReq.1:MCP:s32:-4\n");
  REQUIRE(parsed);
  auto counters = counters_of(report::info, *parsed);
  CHECK(counters.columns() == std::vector<counter_column>{{18, "CumConns", "MCP", "u32"},
                                                          {61, "TotalBytesOut", "MGP", "u64"}});
  CHECK(counters.at({}, "CumConns") == 7);
  CHECK(counters.at({}, "TotalBytesOut") == 99);
}

} // namespace mw::counter_table_test
