// Tables of keywords: names that are found, names that are only known, numbers of arguments.
#include "actors/config/text/keyword_table.hpp"

#include <catch2/catch.hpp>

#include <array>

namespace mw::config::keyword_table_test {

namespace {

using words = std::vector<std::string>;

struct keyword {
  std::string_view name;
  size_t least;
  size_t most;
  std::string_view too_few;
};

constexpr std::array first_topic{keyword{"b", 1, 2, "'{}' expects a number."}};
constexpr std::array second_topic{keyword{"a", 0, 0, {}}};
constexpr std::array<std::string_view, 2> others{"d", "c"};

const keyword_table<keyword> table{{first_topic, second_topic}, others};

std::string mistake(const keyword& of, const words& line) {
  return wrong_count(of, line).value_or("none");
}

} // namespace

TEST_CASE("keywords of all topics are found, those that are not done are only known") {
  REQUIRE(table.find("b"));
  CHECK(table.find("b")->most == 2);
  CHECK(table.find("a"));
  CHECK_FALSE(table.find("c"));
  CHECK(table.knows("a"));
  CHECK(table.knows("c"));
  CHECK_FALSE(table.knows("e"));
  CHECK(words(table.names().begin(), table.names().end()) == words{"d", "c", "b", "a"});
}

TEST_CASE("a keyword has as many arguments as it takes") {
  const auto& b = *table.find("b");
  CHECK(mistake(b, {"b", "1"}) == "none");
  CHECK(mistake(b, {"b", "1", ""}) == "none");
  CHECK(mistake(b, {"b"}) == "'b' expects a number.");
  CHECK(mistake(b, {"b", ""}) == "'b' expects a number.");
  CHECK(mistake(b, {"b", "1", "2", "\n", "4"}) == "'b' cannot handle unexpected argument '?'.");
  CHECK(mistake(*table.find("a"), {"a"}) == "none");
  CHECK(mistake(*table.find("a"), {"a", "1"}) == "'a' cannot handle unexpected argument '1'.");
}

} // namespace mw::config::keyword_table_test
