// Lines that begin sections.
#include "actors/config/section.hpp"

#include <catch2/catch.hpp>

using namespace mw;

namespace {

using lines = std::vector<std::string>;

lines mistakes(const lines& words) {
  const auto* kind = find_section(words[0]);
  REQUIRE(kind != nullptr);
  return check_section_line(*kind, words);
}

/// What each section of a proxy is refused with.
std::string refusal(const std::string& section) {
  return "section '" + section +
         "' is not supported yet: the built-in worker does not relay traffic";
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

TEST_CASE("a good line of a proxy's section has one mistake, which is that it is there") {
  CHECK(mistakes({"defaults"}) == lines{refusal("defaults")});
  CHECK(mistakes({"defaults", "base"}) == lines{refusal("defaults")});
  CHECK(mistakes({"listen", "a-b_c.d:e9"}) == lines{refusal("listen")});
  CHECK(mistakes({"backend", "out", "from", "base"}) == lines{refusal("backend")});
}

TEST_CASE("a missing or wrong name is a mistake besides") {
  CHECK(mistakes({"listen"}) == lines{"'listen' expects an <id> argument", refusal("listen")});
  CHECK(mistakes({"backend", ""}) ==
        lines{"'backend' expects an <id> argument", refusal("backend")});
  CHECK(mistakes({"frontend", "a/b"}) ==
        lines{"character '/' is not permitted in 'frontend' name 'a/b'.", refusal("frontend")});
  CHECK(mistakes({"defaults", "a\n"}) ==
        lines{"character '?' is not permitted in 'defaults' name 'a?'.", refusal("defaults")});
}

TEST_CASE("words behind the name are mistakes besides") {
  CHECK(mistakes({"frontend", "a", ":80"}) ==
        lines{"please use the 'bind' keyword for listening addresses.", refusal("frontend")});
  CHECK(mistakes({"listen", "a", "from"}) ==
        lines{"please use the 'bind' keyword for listening addresses.", refusal("listen")});
  CHECK(mistakes({"backend", "a", "b"}) ==
        lines{"'backend' cannot handle unexpected argument 'b'.", refusal("backend")});
  CHECK(mistakes({"listen", "a", "from", "b", "c"}) ==
        lines{"'listen' cannot handle unexpected argument 'c'.", refusal("listen")});
}

TEST_CASE("another section of HAProxy is refused whatever is on its line") {
  CHECK(mistakes({"peers"}) == lines{"section 'peers' is not supported"});
  CHECK(mistakes({"cache", "a/b", "c"}) == lines{"section 'cache' is not supported"});
}
