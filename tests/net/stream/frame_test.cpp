// Frames there and back again, whatever the pieces they arrive in.
#include "net/stream/frame.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace mw::frame_test {

using namespace std::string_literals;
using net::frame_parser;

namespace {

/// Collects messages; a too long frame ends it, as it ends a channel.
struct reader {
  frame_parser parser;
  std::vector<std::string> messages;
  std::string current;
  bool too_long = false;

  void read(std::string_view input) {
    std::string_view piece;
    while (!too_long) {
      switch (parser.next(input, piece)) {
      case frame_parser::event::need_more:
        return;
      case frame_parser::event::bytes:
        current += piece;
        break;
      case frame_parser::event::end:
        messages.push_back(std::exchange(current, {}));
        break;
      case frame_parser::event::too_long:
        too_long = true;
      }
    }
  }
};

std::string message(std::string_view bytes) {
  std::string out;
  net::append_frames(out, bytes);
  net::append_end_of_message(out);
  return out;
}

using messages = std::vector<std::string>;

} // namespace

TEST_CASE("a frame is its length in network order and its bytes", "[frame]") {
  CHECK(message("abc") == "\0\0\0\3abc\0\0\0\0"s);
  CHECK(message("") == "\0\0\0\0"s);
  CHECK(message(std::string(0x1234, 'x')).substr(0, 5) == "\0\0\x12\x34x"s);
}

TEST_CASE("a long message is cut into frames of the greatest length", "[frame]") {
  std::string bytes(2 * net::max_frame + 1, 'x');
  auto out = message(bytes);
  CHECK(out.size() == bytes.size() + 4 * sizeof(uint32_t));
  reader all;
  all.read(out);
  CHECK((all.messages == messages{bytes}));
}

TEST_CASE("messages are the same for every split of the input into three pieces", "[frame]") {
  auto input = message("show info\n") + message("") + "\0\0\0\2ab\0\0\0\1c\0\0\0\0"s;
  messages expected{"show info\n", "", "abc"};
  for (size_t first = 0; first <= input.size(); ++first)
    for (size_t second = first; second <= input.size(); ++second) {
      reader all;
      all.read(std::string_view(input).substr(0, first));
      all.read(std::string_view(input).substr(first, second - first));
      all.read(std::string_view(input).substr(second));
      if (all.messages != expected || !all.parser.between_messages())
        FAIL("split at " << first << " and " << second);
    }
  SUCCEED();
}

TEST_CASE("messages are the same byte by byte", "[frame]") {
  auto input = message("one") + message("two");
  reader all;
  for (char byte : input)
    all.read({&byte, 1});
  CHECK((all.messages == messages{"one", "two"}));
}

TEST_CASE("only a whole message leaves the parser between messages", "[frame]") {
  auto input = message("ab");
  std::vector<bool> between;
  for (size_t size = 0; size <= input.size(); ++size) {
    reader all;
    all.read(std::string_view(input).substr(0, size));
    between.push_back(all.parser.between_messages());
  }
  std::vector<bool> expected(input.size() + 1, false);
  expected.front() = true;
  expected.back() = true;
  CHECK(between == expected);
}

TEST_CASE("a frame of the greatest length is taken, one byte more is too long", "[frame]") {
  reader longest;
  longest.read("\0\1\0\0"s);
  CHECK_FALSE(longest.too_long);
  reader longer;
  longer.read("\0\1\0\1"s);
  CHECK(longer.too_long);
  reader huge;
  huge.read("\xff\xff\xff\xff"s);
  CHECK(huge.too_long);
}

TEST_CASE("bytes before a too long frame are still delivered", "[frame]") {
  reader all;
  all.read(message("first") + "\0\0\0\2ab"s + "\xff\0\0\0 never read"s);
  CHECK((all.messages == messages{"first"}));
  CHECK(all.current == "ab");
  CHECK(all.too_long);
}

} // namespace mw::frame_test
