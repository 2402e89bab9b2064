// Lines that begin sections.
#include "actors/config/text/section.hpp"

#include <catch2/catch.hpp>

namespace mw::config::section_test {

namespace {

using lines = std::vector<std::string>;

lines mistakes(const lines& words) {
  const auto* kind = find_section(words[0]);
  REQUIRE(kind != nullptr);
  return check_section_line(*kind, words);
}

} // namespace

TEST_CASE("a section is found by its exact name") {
  for (auto name : section_names()) {
    const auto* kind = find_section(name);
    REQUIRE(kind != nullptr);
    CHECK(kind->name == name);
  }
  for (const auto* word : {"", "Global", "listens", "glob"})
    CHECK(find_section(word) == nullptr);
}

TEST_CASE("global stands alone on its line") {
  CHECK(mistakes({"global"}).empty());
  CHECK(mistakes({"global", "foo"}) == lines{"'global' cannot handle unexpected argument 'foo'."});
}

TEST_CASE("a good line of a proxy's section has no mistake") {
  CHECK(mistakes({"defaults"}).empty());
  CHECK(mistakes({"defaults", "base"}).empty());
  CHECK(mistakes({"listen", "a-b_c.d:e9"}).empty());
  CHECK(mistakes({"backend", "out", "from", "base"}).empty());
}

TEST_CASE("a missing or wrong name is a mistake") {
  CHECK(mistakes({"listen"}) == lines{"'listen' expects an <id> argument"});
  CHECK(mistakes({"backend", ""}) == lines{"'backend' expects an <id> argument"});
  CHECK(mistakes({"frontend", "a/b"}) ==
        lines{"character '/' is not permitted in 'frontend' name 'a/b'."});
  CHECK(mistakes({"defaults", "a\n"}) ==
        lines{"character '?' is not permitted in 'defaults' name 'a?'."});
}

TEST_CASE("words behind the name are mistakes") {
  CHECK(mistakes({"frontend", "a", ":80"}) ==
        lines{"please use the 'bind' keyword for listening addresses."});
  CHECK(mistakes({"listen", "a", "from"}) ==
        lines{"please use the 'bind' keyword for listening addresses."});
  CHECK(mistakes({"backend", "a", "b"}) ==
        lines{"'backend' cannot handle unexpected argument 'b'."});
  CHECK(mistakes({"listen", "a", "from", "b", "c"}) ==
        lines{"'listen' cannot handle unexpected argument 'c'."});
}

TEST_CASE("another section of HAProxy is refused whatever is on its line") {
  CHECK(mistakes({"peers"}) == lines{"section 'peers' is not supported"});
  CHECK(mistakes({"cache", "a/b", "c"}) == lines{"section 'cache' is not supported"});
}

} // namespace mw::config::section_test
