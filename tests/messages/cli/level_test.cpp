// Levels and their names.
#include "messages/cli/level.hpp"

#include <catch2/catch.hpp>

namespace mw::level_test {

TEST_CASE("each level has its HAProxy name and is found by it") {
  auto [level, name] =
      GENERATE(table<access_level, std::string_view>({{access_level::user, "user"},
                                                      {access_level::oper, "operator"},
                                                      {access_level::admin, "admin"}}));
  CHECK(level_name(level) == name);
  CHECK(parse_level(name) == level);
}

TEST_CASE("a word that is no level is refused, its letters' case counts") {
  auto word = GENERATE("", "Admin", "oper", "operators", " user");
  CHECK_FALSE(parse_level(word).has_value());
}

TEST_CASE("more rights are greater") {
  CHECK(access_level::user < access_level::oper);
  CHECK(access_level::oper < access_level::admin);
}

} // namespace mw::level_test
