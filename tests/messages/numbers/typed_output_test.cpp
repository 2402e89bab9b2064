// Typed output of workers: right and wrong texts.
#include "messages/numbers/typed_output.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace mw::typed_output_test {

namespace {

std::string refusal(report what, std::string_view text) {
  auto parsed = parse_typed(what, text);
  REQUIRE_FALSE(parsed);
  return parsed.error();
}

} // namespace

TEST_CASE("the lines of show info typed are one row of fields") {
  auto parsed = parse_typed(report::info, "0.Name.1:POS:str:HAProxy\n"
                                          "54.Unstoppable Jobs.1:MGP:u32:2\n"
                                          "71.Tainted.1:SGPV:str:0\n\n");
  REQUIRE(parsed);
  auto expected = typed_table{{},
                              {{{},
                                0,
                                0,
                                {{0, "Name", "POS", "str", "HAProxy"},
                                 {54, "Unstoppable Jobs", "MGP", "u32", "2"},
                                 {71, "Tainted", "SGPV", "str", "0"}}}}};
  CHECK(*parsed == expected);
}

TEST_CASE("a typed text may hold colons and be empty") {
  auto parsed = parse_typed(report::info, "50.node.1:COS:str:a:b::c\n51.description.1:COS:str:\n");
  REQUIRE(parsed);
  CHECK(parsed->rows[0].fields[0].value == "a:b::c");
  CHECK(parsed->rows[0].fields[1].value.empty());
}

TEST_CASE("the lines of show stat typed are rows by proxy and server behind the csv header") {
  auto text = std::string{"F.2.0.0.pxname.1:KNS:str:f\nF.2.0.1.svname.1:KNS:str:FRONTEND\n"
                          "F.2.0.7.stot.1:MCP:u64:5\n"
                          "S.3.1.0.pxname.1:KNS:str:b\nS.3.1.1.svname.1:KNS:str:s1\n"};
  auto parsed = parse_typed(report::stat, "# pxname,svname,stot,\n\n" + text + "\n");
  REQUIRE(parsed);
  CHECK(parsed->columns == std::vector<std::string>{"pxname", "svname", "stot"});
  REQUIRE(parsed->rows.size() == 2);
  CHECK(parsed->rows[0].key == row_key{"f", "FRONTEND", 'F'});
  CHECK(parsed->rows[1].key == row_key{"b", "s1", 'S'});
  CHECK(parsed->rows[1].proxy_id == 3);
  CHECK(parsed->rows[1].id == 1);
  CHECK(typed_text(report::stat, *parsed) == text);
}

TEST_CASE("what is no typed line is refused with its number and its beginning") {
  CHECK(refusal(report::info, "0.Name.1:POS:str:HAProxy\nUnknown command: 'show'\n") ==
        "line 2: 'Unknown command: 'show''");
  CHECK(refusal(report::info, "Permission denied\n") == "line 1: 'Permission denied'");
  CHECK(refusal(report::info, "0.Name:POS:str:x\n") == "line 1: '0.Name:POS:str:x'");
  CHECK(refusal(report::info, "x.Name.1:POS:str:x\n") == "line 1: 'x.Name.1:POS:str:x'");
  CHECK(refusal(report::info, "1.N.1:POSVX:str:x\n") == "line 1: '1.N.1:POSVX:str:x'");
  CHECK(refusal(report::info, "1.N.1:PO:str:x\n") == "line 1: '1.N.1:PO:str:x'");
  CHECK(refusal(report::info, "# a,b,\n") == "line 1: '# a,b,'");
  CHECK(refusal(report::stat, "X.2.0.0.pxname.1:KNS:str:f\n") ==
        "line 1: 'X.2.0.0.pxname.1:KNS:str:f'");
  CHECK(refusal(report::stat, "F.2.0.7.stot.1:MCP:u64:5\n") == "a row has no name");
}

TEST_CASE("a typed number that is none is refused") {
  CHECK(refusal(report::info, "18.CumConns.1:MCP:u32:many\n") ==
        "line 1: '18.CumConns.1:MCP:u32:many'");
  CHECK(refusal(report::info, "18.CumConns.1:MCP:u32:\n") == "line 1: '18.CumConns.1:MCP:u32:'");
  CHECK(parse_typed(report::info, "1.a.1:MCP:s32:-1\n2.b.1:MCP:flt:0.5\n"));
}

TEST_CASE("bytes that nobody should see on a terminal are not in the refusal of a typed line") {
  CHECK(refusal(report::info, std::string_view{"a\x1b[2J\0b\n", 8}) == "line 1: 'a?[2J?b'");
  CHECK(refusal(report::info, std::string(5000, 'y')) ==
        "line 1: '" + std::string(60, 'y') + "...'");
}

TEST_CASE("typed output with too many rows or fields is refused") {
  auto rows = std::string{};
  for (size_t number = 0; number <= most_typed_rows; ++number)
    rows += fmt::format("F.{}.0.0.pxname.1:KNS:str:f\n", number);
  CHECK(refusal(report::stat, rows) == fmt::format("line {}: it is too long", most_typed_rows + 1));
  auto fields = std::string{};
  for (size_t number = 0; number <= most_typed_fields; ++number)
    fields += fmt::format("{}.f{}.1:MCP:u32:1\n", number, number);
  CHECK(refusal(report::info, fields) ==
        fmt::format("line {}: it is too long", most_typed_fields + 1));
}

TEST_CASE("typed output that breaks off is read up to there") {
  auto parsed = parse_typed(report::info, "18.CumConns.1:MCP:u32:7");
  REQUIRE(parsed);
  CHECK(parsed->rows[0].find("CumConns")->value == "7");
  CHECK(parsed->rows[0].find("CumReq") == nullptr);
  CHECK(parse_typed(report::stat, "")->rows.empty());
}

} // namespace mw::typed_output_test
