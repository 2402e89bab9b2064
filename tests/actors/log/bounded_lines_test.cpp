// Lines of text within a bound.
#include "actors/log/bounded_lines.hpp"

#include <catch2/catch.hpp>

namespace mw::bounded_lines_test {

TEST_CASE("lines within the bound are all kept") {
  auto lines = bounded_lines{8};
  CHECK(lines.text().empty());
  lines.append("one\n");
  lines.append("");
  lines.append("two\n");
  CHECK(lines.text() == "one\ntwo\n");
}

TEST_CASE("beyond the bound the oldest lines go as a whole") {
  auto lines = bounded_lines{8};
  lines.append("one\ntwo\n");
  lines.append("3\n");
  CHECK(lines.text() == "two\n3\n");
  lines.append("\n\n");
  CHECK(lines.text() == "two\n3\n\n\n");
  lines.append("\n");
  CHECK(lines.text() == "3\n\n\n\n");
}

TEST_CASE("a text of several lines may push out its own first ones") {
  auto lines = bounded_lines{8};
  lines.append("old\n");
  lines.append("first\nsecond\nx\n");
  CHECK(lines.text() == "x\n");
  lines.append("a\nb\nc\nd\n");
  CHECK(lines.text() == "a\nb\nc\nd\n");
}

TEST_CASE("a line beyond the bound is not kept, nor are those before it") {
  auto lines = bounded_lines{8};
  lines.append("one\n");
  lines.append("12345678\n");
  CHECK(lines.text().empty());
  lines.append("1234567\n");
  CHECK(lines.text() == "1234567\n");
}

TEST_CASE("kept lines can be dropped, and the bound stays") {
  auto lines = bounded_lines{4};
  lines.append("one\n");
  lines.clear();
  CHECK(lines.text().empty());
  lines.append("two\n");
  lines.append("3\n");
  CHECK(lines.text() == "3\n");
}

} // namespace mw::bounded_lines_test
