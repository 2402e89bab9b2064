// Splitting a command into words.
#include "messages/cli/words.hpp"

#include <catch2/catch.hpp>

namespace mw::words_test {

using namespace std::string_literals;
using words = std::vector<std::string>;

namespace {

/// Makes the words w1 to w<count>.
std::string many_words(size_t count) {
  std::string text;
  for (size_t n = 1; n <= count; ++n)
    text += (n > 1 ? " w" : "w") + std::to_string(n);
  return text;
}

} // namespace

TEST_CASE("blanks and tabs separate words, repeated ones count once") {
  auto [text, expected] = GENERATE(table<std::string, words>({
      {"", {}},
      {" \t ", {}},
      {"show", {"show"}},
      {"show\tversion", {"show", "version"}},
      {"   show   version  ", {"show", "version"}},
  }));
  CHECK(split_words(text).value() == expected);
}

TEST_CASE("a backslash makes the next byte ordinary and goes") {
  auto [text, expected] = GENERATE(table<std::string, words>({
      {R"(add map m a\;b c\ d)", {"add", "map", "m", "a;b", "c d"}},
      {R"(a\\b)", {R"(a\b)"}},
      {R"(a\\;)", {R"(a\;)"}},
      {R"(\a\<)", {"a<"}},
      {"a\\\tb", {"a\tb"}},
  }));
  CHECK(split_words(text).value() == expected);
}

TEST_CASE("a backslash at the end protects nothing and goes") {
  CHECK(split_words("show env\\").value() == words{"show", "env"});
  CHECK(split_words("\\").value() == words{""});
}

TEST_CASE("a NUL byte separates words as a blank does") {
  CHECK(split_words("show\0version"s).value() == words{"show", "version"});
  CHECK(split_words("a\\\0b"s).value() == words{"a b"});
}

TEST_CASE("bytes that are no ASCII and a CR are ordinary") {
  CHECK(split_words("echo \xff\xfe\r").value() == words{"echo", "\xff\xfe\r"});
}

TEST_CASE("64 words are taken, with blanks behind them") {
  CHECK(split_words(many_words(64) + "  ").value().size() == 64);
}

TEST_CASE("65 words are an error, not a shorter command") {
  auto split = split_words(many_words(65));
  REQUIRE_FALSE(split.has_value());
  CHECK(split.error() == "Too many arguments. Commands must have at most 64 arguments.\n");
}

TEST_CASE("words are joined by one blank each") {
  CHECK(join_words(words{}).empty());
  CHECK(join_words(words{"a"}) == "a");
  CHECK(join_words(words{"a", "", "b c"}) == "a  b c");
}

} // namespace mw::words_test
