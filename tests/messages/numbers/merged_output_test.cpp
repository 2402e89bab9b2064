// Merging several workers' numbers into one set: every nature, and values that cannot be merged.
#include "messages/numbers/merged_output.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace mw::merged_output_test {

namespace {

typed_table table_of(report what, std::string_view text) {
  auto parsed = parse_typed(what, text);
  INFO(text);
  REQUIRE(parsed);
  return *parsed;
}

/// Merges a field of `show info`, given by its tags and the values of the workers.
std::string merged_info(const std::string& field, const std::vector<std::string>& values) {
  auto merger = output_merger{report::info};
  for (const auto& value : values)
    merger.add(table_of(report::info, fmt::format("{}:{}\n", field, value)), true);
  auto merged = merger.finish(nullptr);
  auto text = typed_text(report::info, merged.table);
  for (const auto& note : merged.not_merged)
    text += note;
  return text.empty() ? text : text.substr(text.rfind(text.starts_with(field) ? ":" : "\n") + 1);
}

/// Merges a field of server b/s1, of current workers and of one that is leaving.
std::string merged_server(const std::string& field, const std::vector<std::string>& current,
                          const std::string& old = {}) {
  auto merger = output_merger{report::stat};
  auto add = [&](const std::string& value, bool is_current) {
    merger.add(table_of(report::stat,
                        fmt::format("S.3.1.0.pxname.1:KNS:str:b\nS.3.1.1.svname.1:KNS:str:s1\n"
                                    "S.3.1.{}:{}\n",
                                    field, value)),
               is_current);
  };
  for (const auto& value : current)
    add(value, true);
  if (!old.empty())
    add(old, false);
  auto merged = merger.finish(nullptr);
  const auto& fields = merged.table.rows.at(0).fields;
  if (fields.size() == 3)
    return fields[2].value;
  return merged.not_merged.empty() ? "nothing" : merged.not_merged[0];
}

} // namespace

TEST_CASE("each nature of a number has its way to be merged") {
  CHECK(merged_info("18.CumConns.1:MCP:u32", {"5", "7", "30"}) == "42\n");
  CHECK(merged_info("17.CurrConns.1:MGPV:u32", {"5", "7"}) == "12\n");
  CHECK(merged_info("26.ConnRate.1:MRP:u32", {"5", "7"}) == "12\n");
  CHECK(merged_info("28.MaxConnRate.1:MMP:u32", {"5", "7", "6"}) == "7\n");
  CHECK(merged_info("99.Least.1:MmP:u32", {"5", "7", "4"}) == "4\n");
  CHECK(merged_info("8.Uptime_sec.1:MDP:u32", {"5", "700"}) == "700\n");
  CHECK(merged_info("99.Age.1:MAP:s32", {"-1", "7", "9"}) == "7\n");
  CHECK(merged_info("99.Age.1:MAP:s32", {"-1", "-1"}) == "-1\n");
  CHECK(merged_info("99.Mean.1:MaP:u32", {"1", "2"}) == "2\n"); // 1.5, rounded
  CHECK(merged_info("99.Mean.1:MaP:flt", {"1", "2"}) == "1.5\n");
}

TEST_CASE("limits are summed as a capacity unless one worker has none") {
  CHECK(merged_info("15.Maxconn.1:CLP:u32", {"100", "200"}) == "300\n");
  CHECK(merged_info("9.Memmax_MB.1:CLP:u32", {"0", "200"}) == "0\n");
}

TEST_CASE("fields whose tags promise the wrong total are merged by name") {
  CHECK(merged_info("31.MaxSessRate.1:MRP:u32", {"5", "7"}) == "7\n");
  CHECK(merged_info("61.TotalBytesOut.1:MGP:u64", {"5", "7"}) == "12\n");
  CHECK(merged_info("70.Start_time_sec.1:MDP:u32", {"500", "400"}) == "400\n");
  CHECK(merged_info("52.Stopping.1:MGP:u32", {"0", "1", "1"}) == "1\n");
  CHECK(merged_server("24.downtime.1:MCP:u32", {"5", "7"}) == "7");
  CHECK(merged_server("35.rate_max.1:MGP:u32", {"5", "7"}) == "7");
  CHECK(merged_server("55.lastsess.1:MAP:s32", {"-1", "7"}) == "7");
}

TEST_CASE("what all workers say alike is kept and what they do not is listed") {
  CHECK(merged_info("1.Version.1:POS:str", {"2.6", "2.6"}) == "2.6\n");
  CHECK(merged_info("1.Version.1:POS:str", {"2.6", "3.0", "2.6"}) == "Version: 2.6, 3.0");
  CHECK(merged_info("6.Pid.1:SGP:u32", {"11", "12"}) == "Pid: 11, 12");
  CHECK(merged_info("5.Process_num.1:KGP:u32", {"1", "1"}) == "1\n");
  CHECK(merged_info("50.node.1:COS:str", {"a", "b", "c", "d", "e"}) == "node: a, b, c, d");
  CHECK(merged_info("99.Odd.1:X?P:u32", {"1", "2"}) == "Odd: 1, 2");
}

TEST_CASE("the state of a server is what the current workers say") {
  CHECK(merged_server("17.status.1:SGP:str", {"UP", "UP"}, "DOWN") == "UP");
  CHECK(merged_server("17.status.1:SGP:str", {"UP", "DOWN"}) == "status of b/s1: UP, DOWN");
  CHECK(merged_server("17.status.1:SGP:str", {}, "DOWN") == "DOWN");
  CHECK(merged_server("18.weight.1:MaP:u32", {"100", "100"}, "50") == "100");
  CHECK(merged_server("36.check_status.1:MOP:str", {"L4OK"}, "L4CON") == "L4OK");
}

TEST_CASE("averages are weighted by what they are averages of") {
  auto merger = output_merger{report::info};
  merger.add(table_of(report::info, "3.Nbthread.1:CGS:u32:1\n49.Idle_pct.1:MaP:u32:100\n"), true);
  merger.add(table_of(report::info, "3.Nbthread.1:CGS:u32:3\n49.Idle_pct.1:MaP:u32:20\n"), true);
  auto merged = merger.finish(nullptr);
  CHECK(typed_text(report::info, merged.table) == "49.Idle_pct.1:MaP:u32:40\n");
  CHECK(merged.not_merged == std::vector<std::string>{"Nbthread: 1, 3"});
}

TEST_CASE("an average over no sessions at all is a plain one") {
  auto merger = output_merger{report::stat};
  for (const auto* time : {"10", "30"})
    merger.add(table_of(report::stat,
                        fmt::format("B.3.0.0.pxname.1:KNS:str:b\nB.3.0.1.svname.1:KNS:str:BACKEND\n"
                                    "B.3.0.7.stot.1:MCP:u64:0\nB.3.0.58.qtime.1:MaP:u32:{}\n",
                                    time)),
               true);
  CHECK(merger.finish(nullptr).table.rows[0].find("qtime")->value == "20");
}

TEST_CASE("a sum that is too great for its type has a greater one") {
  CHECK(merged_info("99.Bytes.1:MCP:u64", {"18446744073709551615", "1"}) ==
        "18446744073709551615\n");
  CHECK(merged_info("99.Bytes.1:MCP:u64", {"9007199254740993", "1"}) == "9007199254740994\n");
  auto merger = output_merger{report::info};
  merger.add(table_of(report::info, "18.CumConns.1:MCP:u32:4294967295\n"), true);
  merger.add(table_of(report::info, "18.CumConns.1:MCP:u32:1\n"), true);
  CHECK(typed_text(report::info, merger.finish(nullptr).table) ==
        "18.CumConns.1:MCP:u64:4294967296\n");
}

TEST_CASE("the uptime as text is that of the oldest worker") {
  auto merger = output_merger{report::info};
  for (const auto* time : {"7.Uptime.1:MDP:str:0d 0h00m10s\n8.Uptime_sec.1:MDP:u32:10\n",
                           "7.Uptime.1:MDP:str:1d 2h03m04s\n8.Uptime_sec.1:MDP:u32:93784\n"})
    merger.add(table_of(report::info, time), true);
  CHECK(merger.finish(nullptr).table.rows[0].find("Uptime")->value == "1d 2h03m04s");
}

TEST_CASE("rows are matched by their names though their ids differ") {
  auto merger = output_merger{report::stat};
  merger.add(table_of(report::stat,
                      "F.2.0.0.pxname.1:KNS:str:a\nF.2.0.1.svname.1:KNS:str:FRONTEND\n"
                      "F.2.0.7.stot.1:MCP:u64:1\n"
                      "F.3.0.0.pxname.1:KNS:str:b\nF.3.0.1.svname.1:KNS:str:FRONTEND\n"
                      "F.3.0.7.stot.1:MCP:u64:2\n"),
             true);
  merger.add(table_of(report::stat,
                      "F.2.0.0.pxname.1:KNS:str:b\nF.2.0.1.svname.1:KNS:str:FRONTEND\n"
                      "F.2.0.7.stot.1:MCP:u64:40\n"),
             false);
  auto merged = merger.finish(nullptr).table;
  REQUIRE(merged.rows.size() == 2);
  CHECK(merged.rows[0].find("stot")->value == "1");
  CHECK(merged.rows[1].key.proxy == "b");
  CHECK(merged.rows[1].find("stot")->value == "42");
}

TEST_CASE("values that differ in many rows are told of the first and counted") {
  auto merger = output_merger{report::stat};
  for (const auto* address : {"10.0.0.1:80", "10.0.0.2:80"}) {
    auto text = std::string{};
    for (auto id = 1; id <= 3; ++id)
      text += fmt::format("S.3.{0}.0.pxname.1:KNS:str:b\nS.3.{0}.1.svname.1:KNS:str:s{0}\n"
                          "S.3.{0}.73.addr.1:CGS:str:{1}\n",
                          id, address);
    merger.add(table_of(report::stat, text), true);
  }
  CHECK(merger.finish(nullptr).not_merged ==
        std::vector<std::string>{"addr of b/s1 and 2 more rows: 10.0.0.1:80, 10.0.0.2:80"});
}

TEST_CASE("totals take the place of counters and of nothing else") {
  auto totals = counter_table{};
  totals.set({}, {18, "CumConns", "MCP", "u32"}, 1000);
  auto merger = output_merger{report::info};
  merger.add(table_of(report::info, "17.CurrConns.1:MGP:u32:3\n18.CumConns.1:MCP:u32:7\n"), true);
  CHECK(typed_text(report::info, merger.finish(&totals).table) ==
        "17.CurrConns.1:MGP:u32:3\n18.CumConns.1:MCP:u32:1000\n");
}

TEST_CASE("rows that no worker has any more are rows of counters behind the others") {
  auto totals = counter_table{};
  totals.set({"gone", "BACKEND", 'B'}, {7, "stot", "MCP", "u64"}, 9);
  auto merger = output_merger{report::stat};
  merger.add(
      table_of(report::stat, "F.5.0.0.pxname.1:KNS:str:a\nF.5.0.1.svname.1:KNS:str:FRONTEND\n"),
      true);
  CHECK(typed_text(report::stat, merger.finish(&totals).table) ==
        "F.5.0.0.pxname.1:KNS:str:a\nF.5.0.1.svname.1:KNS:str:FRONTEND\n"
        "B.6.0.0.pxname.1:KNS:str:gone\nB.6.0.1.svname.1:KNS:str:BACKEND\n"
        "B.6.0.7.stot.1:MCP:u64:9\nB.6.0.32.type.1:CGS:u32:1\n");
}

} // namespace mw::merged_output_test
