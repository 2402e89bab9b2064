// Entries of tables by their names.
#include "actors/common/find_named.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <span>
#include <string>
#include <vector>

namespace mw::find_named_test {

namespace {

struct entry {
  std::string_view name;
  int value;
};

constexpr std::array table{entry{"a", 1}, entry{"b", 2}, entry{"b", 3}};

struct owned {
  std::string name;
};

} // namespace

TEST_CASE("the first entry of a name is found, in tables of any kind") {
  STATIC_REQUIRE(find_named(table, "b")->value == 2);
  CHECK(find_named(std::span{table}.subspan(2), "b")->value == 3);
  auto names = std::vector<owned>{{"x"}, {"y"}};
  CHECK(find_named(names, "y") == &names[1]);
}

TEST_CASE("a name that no entry has is not found") {
  STATIC_REQUIRE(find_named(table, "c") == nullptr);
  CHECK(find_named(table, "") == nullptr);
  CHECK(find_named(std::span<const entry>{}, "a") == nullptr);
}

} // namespace mw::find_named_test
