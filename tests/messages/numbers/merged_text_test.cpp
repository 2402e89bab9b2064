// A merged report in a worker's own forms, with notes behind it.
#include "messages/numbers/merged_text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace mw::merged_text_test {

namespace {

using form = merge_order::form;

merged_report report_of(report what, std::string_view text) {
  return {what, parse_typed(what, text).value(), {}};
}

const auto notes = std::vector<std::string>{"not merged: Pid: 11, 12", "1 of 2 workers answered"};
constexpr auto info_lines = "18.CumConns.1:MCP:u32:7\n50.node.1:COS:str:\"a\" b\n";
constexpr auto stat_lines = "F.2.0.0.pxname.1:KNS:str:f\nF.2.0.1.svname.1:KNS:str:FRONTEND\n"
                            "F.2.0.7.stot.1:MCP:u64:5\n"
                            "S.3.1.0.pxname.1:KNS:str:b\nS.3.1.1.svname.1:KNS:str:s,\"1\n";

} // namespace

TEST_CASE("a merged show info is lines of names and values with notes behind") {
  CHECK(merged_text(report_of(report::info, info_lines), form::lines, notes) ==
        "CumConns: 7\nnode: \"a\" b\n# not merged: Pid: 11, 12\n# 1 of 2 workers answered\n");
}

TEST_CASE("a merged typed report is typed lines") {
  CHECK(merged_text(report_of(report::info, info_lines), form::typed, {}) == info_lines);
  CHECK(merged_text(report_of(report::stat, stat_lines), form::typed, {}) == stat_lines);
}

TEST_CASE("a merged show stat is csv with the columns that there are") {
  CHECK(merged_text(report_of(report::stat, stat_lines), form::lines, notes) ==
        "# pxname,svname,stot,\nf,FRONTEND,5,\nb,\"s,\"\"1\",,\n"
        "# not merged: Pid: 11, 12\n# 1 of 2 workers answered\n");
}

TEST_CASE("a merged csv has the columns of the worker if it has told them") {
  auto merged =
      report_of(report::stat, "# pxname,svname,qcur,stot,-,ssl_sess,\n" + std::string{stat_lines});
  CHECK(merged_text(merged, form::lines, {}) ==
        "# pxname,svname,qcur,stot,-,ssl_sess,\nf,FRONTEND,,5,-,,\nb,\"s,\"\"1\",,,-,,\n");
}

TEST_CASE("a merged report as JSON has the worker's objects and the notes as further ones") {
  CHECK(merged_text(report_of(report::info, "18.CumConns.1:MCP:u32:7\n"), form::json, notes) ==
        R"([{"field":{"pos":18,"name":"CumConns"},"processNum":1,)"
        R"("tags":{"origin":"Metric","nature":"Counter","scope":"Process"},)"
        R"("value":{"type":"u32","value":7}},)"
        R"({"note":"not merged: Pid: 11, 12"},{"note":"1 of 2 workers answered"}])"
        "\n");
  auto rows =
      nlohmann::json::parse(merged_text(report_of(report::stat, stat_lines), form::json, {}));
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].size() == 3);
  CHECK(rows[1][0]["objType"] == "Server");
  CHECK(rows[1][0]["proxyId"] == 3);
  CHECK(rows[1][0]["id"] == 1);
  CHECK(rows[1][1]["value"]["value"] == "s,\"1");
}

TEST_CASE("a merged report as JSON keeps its numbers") {
  auto fields = nlohmann::json::parse(
      merged_text(report_of(report::info, "1.a.1:MCP:u64:18446744073709551615\n2.b.1:MAP:s32:-1\n"
                                          "3.c.1:MaP:flt:0.25\n4.d.1:COS:str:\xff\n"),
                  form::json, {}));
  CHECK(fields[0]["value"]["value"] == 18446744073709551615ULL);
  CHECK(fields[1]["value"]["value"] == -1);
  CHECK(fields[2]["value"]["value"] == 0.25);
  CHECK(fields[3]["value"]["value"] == "\xef\xbf\xbd");
}

} // namespace mw::merged_text_test
