// Regular expressions: their dialect, their mistakes, and texts that want to be expensive.
#include "net/base/regex.hpp"

#include <catch2/catch.hpp>

namespace mw::regex_test {

using namespace std::literals;

namespace {

bool is_in(const std::string& expression, std::string_view text) {
  auto compiled = net::regex::compile(expression);
  REQUIRE(compiled.has_value());
  return compiled->is_in(text);
}

} // namespace

TEST_CASE("an expression is found anywhere in a text, in Perl's dialect") {
  CHECK(is_in("PO.G", "+PONG\r\n"));
  CHECK_FALSE(is_in("^PONG", "+PONG\r\n"));
  CHECK(is_in(R"(^\+PONG\s*$)", "+PONG\r\n"));
  CHECK(is_in("(?i)ready", "READY"));
  CHECK(is_in("(?<=role:)master", "role:master"));
  CHECK(is_in("a++b", "aaab"));
  CHECK_FALSE(is_in("a++ab", "aaab"));
  CHECK(is_in("a.b", "a\0b"sv));
  CHECK_FALSE(is_in("a.b", "a\nb"));
  CHECK(is_in(R"([[:digit:]]{3}\h\H)", "200 OK"));
}

TEST_CASE("an expression that is none says why in HAProxy's words") {
  CHECK(net::regex::compile("(").error() == "error=missing closing parenthesis, erroffset=1");
  CHECK(net::regex::compile("a**").error() ==
        "error=quantifier does not follow a repeatable item, erroffset=2");
}

TEST_CASE("a repetition may go over the longest text and no further") {
  auto longest = std::string(net::regex::longest_text - 1, 'x');
  CHECK(is_in("^.*y", longest + 'y'));
  CHECK(is_in("^(?:x|z)*y$", longest + 'y'));
  CHECK_FALSE(is_in("y", longest + "xy"));
}

TEST_CASE("a text that makes an expression try everything is given up") {
  CHECK_FALSE(is_in("^(a+)+$", std::string(100, 'a') + '!'));
  auto longest = std::string(net::regex::longest_text, 'x');
  CHECK_FALSE(is_in("(?:x+x+)+[yz]", longest));
  CHECK_FALSE(is_in("x.*[yz]", longest));
}

} // namespace mw::regex_test
