// Framed commands and answers, without a socket.
#include "actors/worker/cli/framed_conversation.hpp"
#include "tests/fixtures/conversation_fixture.hpp"

#include <catch2/catch.hpp>

namespace mw::framed_conversation_test {

using namespace mw::worker;

namespace {

std::string message(std::string_view text) {
  std::string out;
  net::append_frames(out, text);
  net::append_end_of_message(out);
  return out;
}

std::string long_line(size_t size) {
  return "echo " + std::string(size, 'x');
}

using framed_fixture = test::conversation_fixture<framed_conversation>;

} // namespace

TEST_CASE_METHOD(framed_fixture, "a message is answered as a line connection answers") {
  CHECK(say(message("echo a")) == message("a\n\n"));
  CHECK(say(message("echo a\n")) == message("a\n\n"));
  CHECK(say(message("operator -;echo a;show cli level\r\n")) == message("a\n\noperator\n\n"));
  CHECK(last == need::input);
}

TEST_CASE_METHOD(framed_fixture, "several messages at once are answered in turn") {
  CHECK(say(message("echo a") + message("") + message("echo b")) ==
        message("a\n\n") + message("\n") + message("b\n\n"));
}

TEST_CASE_METHOD(framed_fixture, "a message may arrive byte by byte") {
  std::string out;
  for (char byte : message("echo a;echo b"))
    out += say({&byte, 1});
  CHECK(out == message("a\n\nb\n\n"));
}

TEST_CASE_METHOD(framed_fixture, "the level holds for one message only") {
  CHECK(say(message("user;show cli level") + message("show cli level")) ==
        message("\nuser\n\n") + message("admin\n\n"));
}

TEST_CASE_METHOD(framed_fixture, "modes and severity hold for one message only") {
  auto prefix = std::string("set severity-output number -;expert-mode on -;");
  CHECK(say(message(prefix + "expert-mode") + message("expert-mode")) ==
        message("[6]: expert-mode is ON\n\n") + message("expert-mode is OFF\n\n"));
}

TEST_CASE_METHOD(framed_fixture, "prompt commands change nothing") {
  CHECK(say(message("prompt p;echo a\necho b")) == message("\na\n\n"));
}

TEST_CASE_METHOD(framed_fixture, "quit ends the message, not the channel") {
  CHECK(say(message("quit") + message("echo a;quit;echo b") + message("echo c")) ==
        message("") + message("a\n\n") + message("c\n\n"));
  CHECK(last == need::input);
}

TEST_CASE_METHOD(framed_fixture, "what follows the first line is not run") {
  CHECK(say(message("echo a\necho b\n")) == message("a\n\n"));
}

TEST_CASE_METHOD(framed_fixture, "a payload is part of its message, its last LF may be missing") {
  CHECK(say(message("echo a <<\nk v;\n\n")) == message("a <<\n\n"));
  CHECK(say(message("echo a <<E\nk v\nE")) == message("a <<E\n\n"));
}

TEST_CASE_METHOD(framed_fixture, "a command whose payload does not end is not run") {
  CHECK(say(message("echo a <<\nk v\n") + message("echo b")) == message("") + message("b\n\n"));
}

TEST_CASE_METHOD(framed_fixture, "a payload of any size is taken") {
  std::string payload;
  for (int n = 0; n < 100'000; ++n)
    payload += "some key and some value\n";
  CHECK(say(message("echo <<\n" + payload + "\n")) == message("<<\n\n"));
}

TEST_CASE_METHOD(framed_fixture, "a line that is too long is refused, the next message is not") {
  CHECK(say(message(long_line(max_line)) + message("echo b")) ==
        message("The command line is too big for the buffer size. Please change 'tune.bufsize' in "
                "the configuration to use a bigger command.\n\n") +
            message("b\n\n"));
}

TEST_CASE_METHOD(framed_fixture, "the longest line that a master sends is taken") {
  std::string word(1024 * 1024 - 5, 'x');
  auto answer = say(message("echo " + word));
  CHECK(answer == message(word + "\n\n"));
}

TEST_CASE_METHOD(framed_fixture, "an answer that grows over the limit waits until it is sent") {
  std::string line = long_line(1000);
  for (int n = 1; n < 200; ++n)
    line += ";" + long_line(1000);
  auto out = say(message(line + ";quit"));
  CHECK(last == need::room);
  CHECK(out.size() < max_unsent + 1100);
  out += say_rest();
  CHECK(out.size() > 200 * 1002);
  CHECK(say(message("echo a")) == message("a\n\n"));
}

TEST_CASE_METHOD(framed_fixture, "messages beyond the limit of unsent answers wait") {
  std::string input;
  std::string expected;
  for (int n = 0; n < 100; ++n) {
    input += message(long_line(1000));
    expected += message(std::string(1000, 'x') + "\n\n");
  }
  auto out = say(input);
  CHECK(last == need::room);
  CHECK(out.size() < max_unsent + 1100);
  out += say_rest();
  CHECK(out == expected);
  CHECK(last == need::input);
}

TEST_CASE_METHOD(framed_fixture, "a wait holds up its message and those that follow") {
  std::string piece;
  net::append_frames(piece, "a\n\n");
  CHECK(say(message("echo a;wait 300;echo b") + message("echo c")) == piece);
  CHECK(last == need::time);
  CHECK(talk.delay() == std::chrono::milliseconds(300));
  std::string out;
  CHECK(talk.time_is_up(out) == need::input);
  CHECK(out == message("Done.\n\nb\n\n") + message("c\n\n"));
}

TEST_CASE_METHOD(framed_fixture, "one wait may follow the other") {
  CHECK(say(message("wait 1;wait 2")).empty());
  CHECK(talk.delay() == std::chrono::milliseconds(1));
  std::string out;
  CHECK(talk.time_is_up(out) == need::time);
  CHECK(talk.delay() == std::chrono::milliseconds(2));
  CHECK(talk.time_is_up(out) == need::input);
  std::string expected;
  net::append_frames(expected, "Done.\n\n");
  CHECK(out == expected + message("Done.\n\n"));
}

TEST_CASE_METHOD(framed_fixture,
                 "a frame that is too long ends the channel, after what was answered") {
  CHECK(say(message("echo a") + std::string("\xff\xff\xff\xff junk")) == message("a\n\n"));
  CHECK(last == need::none);
}

} // namespace mw::framed_conversation_test
