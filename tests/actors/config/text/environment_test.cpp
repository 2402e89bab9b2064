// Environment variables as a value.
#include "actors/config/text/environment.hpp"

#include <catch2/catch.hpp>

namespace mw::config::environment_test {

using entries = std::vector<std::string>;

TEST_CASE("a variable is found by its whole name") {
  environment variables({"AB=1", "A=2", "EMPTY=", "EQUAL=a=b"});
  CHECK(variables.get("A") == "2");
  CHECK(variables.get("AB") == "1");
  CHECK(variables.get("EMPTY") == "");
  CHECK(variables.get("EQUAL") == "a=b");
  CHECK(variables.get("B") == std::nullopt);
  CHECK(variables.get("") == std::nullopt);
}

TEST_CASE("of a name that stands twice the first counts") {
  CHECK(environment({"A=1", "A=2"}).get("A") == "1");
}

TEST_CASE("an entry without a value sign is kept but is no variable") {
  environment variables({"odd"});
  CHECK(variables.get("odd") == std::nullopt);
  CHECK(variables.entries() == entries{"odd"});
}

TEST_CASE("a variable that is set again changes in its place") {
  environment variables({"A=1", "B=2", "A=3"});
  variables.set("A", "new");
  CHECK(variables.entries() == entries{"A=new", "B=2"});
}

TEST_CASE("a new variable goes to the end") {
  environment variables({"A=1"});
  variables.set("B", "x y");
  CHECK(variables.entries() == entries{"A=1", "B=x y"});
}

TEST_CASE("set_if_absent leaves what is there, even if it is empty") {
  environment variables({"A="});
  variables.set_if_absent("A", "1");
  variables.set_if_absent("B", "2");
  CHECK(variables.entries() == entries{"A=", "B=2"});
}

TEST_CASE("a removed variable is gone in all its places") {
  environment variables({"A=1", "AB=2", "A=3"});
  variables.remove("A");
  variables.remove("nothing");
  CHECK(variables.entries() == entries{"AB=2"});
}

TEST_CASE("keep_only removes all the others") {
  environment variables({"A=1", "B=2", "C=3"});
  variables.keep_only(entries{"C", "A", "X"});
  CHECK(variables.entries() == entries{"A=1", "C=3"});
  variables.keep_only({});
  CHECK(variables.entries().empty());
}

TEST_CASE("a name of a variable is not empty and has no value sign") {
  CHECK(is_variable_name("A"));
  CHECK(is_variable_name("a b"));
  CHECK_FALSE(is_variable_name(""));
  CHECK_FALSE(is_variable_name("A=B"));
}

} // namespace mw::config::environment_test
