// Lines out of bytes: every split, every limit, and input made to be expensive.
#include "net/stream/line_splitter.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace mw::line_splitter_test {

using net::line_splitter;
using event = line_splitter::event;

namespace {

using lines = std::vector<std::string>;

/// Takes all lines that are there; a too long one is `<too long>`.
void drain(line_splitter& splitter, lines& all) {
  std::string line;
  for (auto what = splitter.next(line); what != event::need_more; what = splitter.next(line))
    all.push_back(what == event::line ? line : "<too long>");
}

lines split(size_t limit, const std::vector<std::string>& pieces) {
  line_splitter splitter(limit);
  lines all;
  for (const auto& piece : pieces) {
    splitter.feed(piece);
    drain(splitter, all);
  }
  return all;
}

} // namespace

TEST_CASE("lines end at LF, and a CR before it is kept", "[line_splitter]") {
  CHECK(split(10, {"a\nb\r\n\nrest"}) == lines{"a", "b\r", ""});
}

TEST_CASE("a line of just the limit is whole, one byte more is too long", "[line_splitter]") {
  CHECK(split(3, {"abc\nabcd\nab\n"}) == lines{"abc", "<too long>", "ab"});
  CHECK(split(0, {"\na\n\n"}) == lines{"", "<too long>", ""});
}

TEST_CASE("a too long line is reported as soon as it passes the limit, and once",
          "[line_splitter]") {
  line_splitter splitter(3);
  std::string line = "untouched";
  splitter.feed("abc");
  CHECK(splitter.next(line) == event::need_more);
  splitter.feed("d");
  CHECK(splitter.next(line) == event::too_long);
  CHECK(splitter.next(line) == event::need_more);
  splitter.feed("efghijkl");
  CHECK(splitter.next(line) == event::need_more);
  CHECK(splitter.empty());
  CHECK(line == "untouched");
  splitter.feed("m\nnext\n");
  CHECK(splitter.next(line) == event::too_long);
  splitter.feed("ok\n");
  CHECK(splitter.next(line) == event::line);
  CHECK(line == "ok");
}

TEST_CASE("lines are the same for every split into three pieces", "[line_splitter]") {
  std::string input = "ab\n\nabcd\nabcdefgh\nabc\r\n\n";
  lines expected{"ab", "", "abcd", "<too long>", "abc\r", ""};
  for (size_t first = 0; first <= input.size(); ++first)
    for (size_t second = first; second <= input.size(); ++second) {
      auto found = split(
          4, {input.substr(0, first), input.substr(first, second - first), input.substr(second)});
      if (found != expected)
        FAIL("split at " << first << " and " << second);
    }
  SUCCEED();
}

TEST_CASE("the rest is what has not been given out as lines", "[line_splitter]") {
  line_splitter splitter(10);
  std::string line;
  splitter.feed("command\nraw\nbytes");
  CHECK(splitter.next(line) == event::line);
  CHECK(splitter.buffered() == 9);
  CHECK(splitter.take_rest() == "raw\nbytes");
  CHECK(splitter.empty());
  CHECK(splitter.take_rest().empty());
  splitter.feed("again\n");
  CHECK(splitter.next(line) == event::line);
  CHECK(line == "again");
}

TEST_CASE("taking the rest in a too long line starts afresh", "[line_splitter]") {
  line_splitter splitter(2);
  std::string line;
  splitter.feed("abcdef");
  CHECK(splitter.next(line) == event::too_long);
  CHECK(splitter.take_rest().empty());
  splitter.feed("ok\n");
  CHECK(splitter.next(line) == event::line);
  CHECK(line == "ok");
}

TEST_CASE("NUL and bytes over 127 are bytes of a line", "[line_splitter]") {
  std::string odd("\0\xff\xc3", 3);
  CHECK(split(3, {odd + "\n"}) == lines{odd});
}

TEST_CASE("a megabyte byte by byte is one line", "[line_splitter]") {
  constexpr size_t size = size_t{1} << 20;
  line_splitter splitter(size);
  std::string line;
  for (size_t i = 0; i < size; ++i) {
    splitter.feed("x");
    if (splitter.next(line) != event::need_more)
      FAIL("a line after " << i << " bytes");
  }
  splitter.feed("\n");
  CHECK(splitter.next(line) == event::line);
  CHECK((line == std::string(size, 'x')));
}

TEST_CASE("a million lines of one feed come one by one", "[line_splitter]") {
  std::string input;
  for (int i = 0; i < 1000000; ++i)
    input += "l\n";
  line_splitter splitter(1);
  splitter.feed(input);
  lines all;
  drain(splitter, all);
  CHECK((all == lines(1000000, "l")));
  CHECK(splitter.empty());
}

TEST_CASE("reading one line for each feed keeps the order while the backlog grows",
          "[line_splitter]") {
  line_splitter splitter(10);
  std::string line;
  std::string read;
  for (int i = 0; i < 2000; ++i) {
    splitter.feed(std::to_string(2 * i) + "\n" + std::to_string(2 * i + 1) + "\n");
    REQUIRE(splitter.next(line) == event::line);
    REQUIRE(line == std::to_string(i));
  }
  CHECK(splitter.take_rest().substr(0, 10) == "2000\n2001\n");
}

TEST_CASE("an endless line takes no memory", "[line_splitter]") {
  line_splitter splitter(1000);
  lines all;
  size_t most = 0;
  for (int i = 0; i < 1000; ++i) {
    splitter.feed(std::string(500, 'x'));
    most = std::max(most, splitter.buffered());
    drain(splitter, all);
  }
  CHECK(all == lines{"<too long>"});
  CHECK(most == 1500);
}

} // namespace mw::line_splitter_test
