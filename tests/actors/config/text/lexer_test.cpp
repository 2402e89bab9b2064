// Lines of configuration to words.
#include "actors/config/text/lexer.hpp"

#include <catch2/catch.hpp>

#include <map>

namespace mw::config::lexer_test {

namespace {

using words = std::vector<std::string>;

std::optional<std::string> variable(std::string_view name) {
  static const std::map<std::string, std::string, std::less<>> variables{
      {"FOO", "a b"}, {"LIST", "x  y z"}, {"BLANK", "  "}, {"EMPTY", ""}, {".LINE", "7"}};
  auto found = variables.find(name);
  return found == variables.end() ? std::nullopt : std::optional(found->second);
}

/// Splits a good line into its words.
words split(std::string_view line) {
  auto result = split_line(line, variable);
  INFO(line);
  REQUIRE(result);
  return *result;
}

/// The error of a bad line.
std::string error(std::string_view line) {
  auto result = split_line(line, variable);
  INFO(line);
  REQUIRE_FALSE(result);
  return result.error();
}

} // namespace

TEST_CASE("words are separated by any number of blanks") {
  CHECK(split("a b") == words{"a", "b"});
  CHECK(split("  \t a \t\v\f b  ") == words{"a", "b"});
  CHECK(split("").empty());
  CHECK(split(" \t ").empty());
}

TEST_CASE("a comment ends the line wherever it begins outside of quotes") {
  CHECK(split("#a").empty());
  CHECK(split("a #b") == words{"a"});
  CHECK(split("a#b") == words{"a"});
  CHECK(split("a \"b\"#\"") == words{"a", "b"});
  CHECK(split("'#' \"#\" \\#") == words{"#", "#", "#"});
}

TEST_CASE("a CR at the end of a configuration line is not part of it") {
  CHECK(split("a b\r") == words{"a", "b"});
  CHECK(split("\r").empty());
}

TEST_CASE("strong quotes take everything as it is") {
  CHECK(split("'a  b' 'a\"b' '\\n\\x41$FOO'") == words{"a  b", "a\"b", "\\n\\x41$FOO"});
}

TEST_CASE("quotes may begin and end inside of a word") {
  CHECK(split("a'b c'd\"e f\"g") == words{"ab cde fg"});
}

TEST_CASE("empty quotes are an empty word") {
  CHECK(split("'' \"\" a''") == words{"", "", "a"});
}

TEST_CASE("a backslash makes bytes of letters, and special bytes ordinary") {
  CHECK(split(R"(a\ b \\ \" \' \n\r\t \x41\x7a)") == words{"a b", "\\", "\"", "'", "\n\r\t", "Az"});
  CHECK(split(R"("\" \' \\ \# \n \x41 \$FOO")") == words{"\" ' \\ # \n A $FOO"});
}

TEST_CASE("a backslash before another byte stays") {
  CHECK(split(R"(\q "\q" \$FOO a\)") == words{"\\q", "\\q", "\\$FOO", "a\\"});
  CHECK(split("a\\\tb") == words{"a\\", "b"});
}

TEST_CASE("variables are filled in between weak quotes only") {
  CHECK(split(R"("$FOO" "${FOO}" "x${FOO}y$FOO")") == words{"a b", "a b", "xa bya b"});
  CHECK(split(R"($FOO ${FOO} '${FOO}')") == words{"$FOO", "${FOO}", "${FOO}"});
  CHECK(split(R"("$FOO-x$FOO[*]")") == words{"a b-xa b[*]"});
  CHECK(split(R"("${.LINE}$.LINE")") == words{"77"});
}

TEST_CASE("a variable that is not set is empty or has its default") {
  CHECK(split(R"(a"${NONE}"b "$_NONE")") == words{"ab", ""});
  CHECK(split(R"("${NONE-d e}" "${NONE-}" "${NONE-"q"$FOO\}")") == words{"d e", "", "\"q\"$FOO\\"});
  CHECK(split(R"("${FOO-d}" "${EMPTY-d}")") == words{"a b", ""});
}

TEST_CASE("a variable with [*] is cut into words at its blanks") {
  CHECK(split(R"(a "${LIST[*]}" b)") == words{"a", "x", "y", "z", "b"});
  CHECK(split(R"("p${LIST[*]}s")") == words{"px", "y", "zs"});
  CHECK(split(R"("${NONE[*]-d e}")") == words{"d", "e"});
  CHECK(split(R"(a "${BLANK[*]}")") == words{"a", ""});
}

TEST_CASE("mistakes in quotes and variables are errors with their position") {
  CHECK(error("nde \"a") == "unmatched quote at position 5: nde \"a");
  CHECK(error("  a 'b") == "unmatched quote at position 5: a 'b");
  CHECK(error(R"(a "b\")") == R"(unmatched quote at position 3: a "b\")");
  CHECK(error(R"(a "${FOO")") ==
        R"(unmatched brace in environment variable name at position 5: a "${FOO")");
  CHECK(error(R"(a "${FOO-b")") ==
        R"(unmatched brace in environment variable name at position 5: a "${FOO-b")");
  CHECK(error(R"(a "${FOO:-b}")") ==
        R"(unmatched brace in environment variable name at position 5: a "${FOO:-b}")");
  CHECK(error(R"("${1A}")") ==
        R"(forbidden first char in environment variable name at position 4: "${1A}")");
  CHECK(error(R"("$")") ==
        R"(forbidden first char in environment variable name at position 3: "$")");
  CHECK(error(R"("$)") == R"(forbidden first char in environment variable name at position 3: "$)");
  CHECK(error(R"("${.NONE}")") ==
        R"(forbidden first char in environment variable name at position 4: "${.NONE}")");
  CHECK(error(R"("${LIST[0]}")") ==
        R"(truncated or invalid word expansion sequence at position 8: "${LIST[0]}")");
}

TEST_CASE("mistakes in hexadecimal bytes are errors with their position") {
  CHECK(error(R"(z\x4)") == R"(truncated or invalid hexadecimal sequence at position 2: z\x4)");
  CHECK(error(R"(z\xZZ)") == R"(truncated or invalid hexadecimal sequence at position 2: z\xZZ)");
  CHECK(error(R"("\x")") == R"(truncated or invalid hexadecimal sequence at position 2: "\x")");
  CHECK(error(R"(\x)") == R"(truncated or invalid hexadecimal sequence at position 1: \x)");
  CHECK(error(R"(a\x00)") == R"(stray NUL character at position 2: a\x00)");
}

TEST_CASE("bytes that no line may hold are errors even in comments") {
  CHECK(error(std::string_view("ab\0c", 4)) == "stray NUL character at position 3.");
  CHECK(error("#a\rb") == "stray CR character at position 3.");
}

TEST_CASE("64 words are taken and one more is an error") {
  std::string line = " w";
  for (int count = 1; count < 64; ++count)
    line += " a";
  CHECK(split(line).size() == 64);
  CHECK(split(line + " # comment").size() == 64);
  CHECK(error(line + " a") == "too many words, truncating after word 64, position 128: <a>.");
}

TEST_CASE("a line is limited before and after variables are filled in") {
  CHECK(split(std::string(65536, 'a')) == words{std::string(65536, 'a')});
  CHECK(error(std::string(65537, 'a')) == "line too long, limit: 65536.");
  auto large = [](std::string_view) { return std::optional(std::string(40000, 'a')); };
  CHECK(split_line("\"$A\"", large) == words{std::string(40000, 'a')});
  CHECK(split_line("\"$A$A\"", large).error() == "line too long, limit: 65536.");
}

TEST_CASE("an error text is one short line whatever is in the line") {
  CHECK(error("\"\x01\x7f\xff") == "unmatched quote at position 1: \"??\xff");
  CHECK(error('"' + std::string(100, 'a')) ==
        "unmatched quote at position 1: \"" + std::string(79, 'a') + "...");
}

} // namespace mw::config::lexer_test
