// Times in HAProxy's notation.
#include "actors/config/text/duration.hpp"

#include <catch2/catch.hpp>

namespace mw::config::duration_test {

using namespace std::chrono_literals;

namespace {

std::chrono::milliseconds time(std::string_view text) {
  auto parsed = parse_duration(text);
  INFO(text);
  REQUIRE(parsed);
  return *parsed;
}

/// The character that is wrong, or `overflow`.
std::string wrong(std::string_view text) {
  auto parsed = parse_duration(text);
  INFO(text);
  REQUIRE_FALSE(parsed);
  return parsed.error().overflow ? "overflow" : parsed.error().unexpected;
}

} // namespace

TEST_CASE("a time has one of six units and counts milliseconds without one") {
  CHECK(time("2000us") == 2ms);
  CHECK(time("2ms") == 2ms);
  CHECK(time("2s") == 2s);
  CHECK(time("2m") == 2min);
  CHECK(time("2h") == 2h);
  CHECK(time("2d") == 48h);
  CHECK(time("2") == 2ms);
  CHECK(time("0010") == 10ms);
}

TEST_CASE("zero is a time in every unit") {
  for (const auto* text : {"0", "0us", "0ms", "0s", "0m", "0h", "0d", "000"})
    CHECK(time(text) == 0ms);
}

TEST_CASE("microseconds are rounded up to milliseconds") {
  CHECK(time("1us") == 1ms);
  CHECK(time("60us") == 1ms);
  CHECK(time("1000us") == 1ms);
  CHECK(time("1001us") == 2ms);
}

TEST_CASE("a time without a unit counts what its reader says") {
  CHECK(parse_duration("3", 1s) == 3s);
  CHECK(parse_duration("3ms", 1s) == 3ms);
  CHECK(parse_duration("2147483", 1s) == 2147483s);
  CHECK(parse_duration("2147484", 1s).error() == bad_duration{true, ""});
}

TEST_CASE("the longest time has the milliseconds of an int") {
  CHECK(time("2147483647") == longest_duration);
  CHECK(time("2147483647000us") == longest_duration);
  CHECK(time("2147483s") == 2147483s);
  CHECK(time("24d") == 24 * 24h);
  for (const auto* text : {"2147483648", "2147483647001us", "2147484s", "35792m", "597h", "25d",
                           "18446744073709551616", "99999999999999999999999d"})
    CHECK(wrong(text) == "overflow");
}

TEST_CASE("a text that is no time is told by its first wrong character") {
  CHECK(wrong("").empty());
  CHECK(wrong("abc") == "a");
  CHECK(wrong("s") == "s");
  CHECK(wrong("-5") == "-");
  CHECK(wrong("+5") == "+");
  CHECK(wrong(" 5") == " ");
  CHECK(wrong("5 s") == " ");
  CHECK(wrong("10x") == "x");
  CHECK(wrong("1S") == "S");
  CHECK(wrong("5u") == "u");
  CHECK(wrong("1.5s") == ".");
  CHECK(wrong("5sec") == "e");
  CHECK(wrong("5msx") == "x");
  CHECK(wrong("24d5h") == "5");
  CHECK(wrong("1\n") == "?");
}

} // namespace mw::config::duration_test
