// README.md in this folder has every difference from HAProxy that the tests know.
#include "tests/programs/documents.hpp"
#include "tests/programs/program.hpp"
#include "tests/programs/service.hpp"
#include "tests/system/difference/differences.hpp"

#include <catch2/catch.hpp>

using namespace mw::test;

namespace {

std::string document() {
  return read_file(tests_folder() + "/system/difference/README.md");
}

} // namespace

TEST_CASE("the document has the differences in conversations that the tests allow, and no others") {
  auto expected = std::vector<table_row>{};
  for (const auto& one : differences())
    expected.push_back({std::string{one.name}, std::string{one.haproxy}, std::string{one.reason}});
  CHECK(rows_of_table(document(), "| what | HAProxy 2.6 | mw-actors |") == expected);
}

TEST_CASE("each other difference in the document has a test") {
  auto known = names_of_tests();
  auto rows = rows_of_table(document(), "| what | HAProxy | mw-actors | test |");
  CHECK(rows.size() >= 20);
  for (const auto& row : rows) {
    CAPTURE(row);
    REQUIRE(row.size() == 4);
    auto tests = quoted_texts(row.back());
    CHECK_FALSE(tests.empty());
    for (const auto& test : tests) {
      CAPTURE(test);
      CHECK(known.contains(test));
    }
  }
}
