// The line protocol, without a socket.
#include "actors/worker/cli/line_conversation.hpp"
#include "tests/fixtures/conversation_fixture.hpp"

#include <catch2/catch.hpp>

namespace mw::line_conversation_test {

using namespace mw::worker;

namespace {

using line_fixture = test::conversation_fixture<line_conversation>;

} // namespace

TEST_CASE_METHOD(line_fixture, "the first line is answered, the others are not") {
  CHECK(say("echo a;echo b\necho c\n") == "a\n\nb\n\n");
  CHECK(last == need::none);
}

TEST_CASE_METHOD(line_fixture, "a line may arrive byte by byte") {
  std::string out;
  for (char byte : std::string_view("echo a\r\n"))
    out += say({&byte, 1});
  CHECK(out == "a\n\n");
}

TEST_CASE_METHOD(line_fixture, "a line without LF is waited for") {
  CHECK(say("echo a").empty());
  CHECK(last == need::input);
}

TEST_CASE_METHOD(line_fixture, "in prompt mode lines are answered as they come") {
  CHECK(say("prompt\necho a\necho b\n") == "\n> a\n\n> b\n\n> ");
  CHECK(say("quit\necho c\n").empty());
  CHECK(last == need::none);
}

TEST_CASE_METHOD(line_fixture, "a line that is too long is refused and the connection ends") {
  CHECK(say("prompt\n") == "\n> ");
  CHECK(say(std::string(max_line + 1, 'x')) ==
        "The command line is too big for the buffer size. Please change 'tune.bufsize' in the "
        "configuration to use a bigger command.\n\n");
  CHECK(last == need::none);
}

TEST_CASE_METHOD(line_fixture, "lines beyond the limit of unsent answers wait") {
  std::string input = "prompt i\n";
  std::string expected = "\n";
  for (int n = 0; n < 100; ++n) {
    input += "echo " + std::string(1000, 'x') + '\n';
    expected += std::string(1000, 'x') + "\n\n";
  }
  auto out = say(input);
  CHECK(last == need::room);
  CHECK(out.size() < max_unsent + 1100);
  out += say_rest();
  CHECK(out == expected);
  CHECK(last == need::input);
}

TEST_CASE_METHOD(line_fixture, "a wait holds up the lines that follow") {
  CHECK(say("prompt\nwait 300\necho a\n") == "\n> ");
  CHECK(last == need::time);
  CHECK(talk.delay() == std::chrono::milliseconds(300));
  std::string out;
  CHECK(talk.time_is_up(out) == need::input);
  CHECK(out == "Done.\n\n> a\n\n> ");
}

TEST_CASE_METHOD(line_fixture, "a wait alone is the whole connection's answer") {
  CHECK(say("wait 1\n").empty());
  std::string out;
  CHECK(talk.time_is_up(out) == need::none);
  CHECK(out == "Done.\n\n");
}

TEST_CASE("a line conversation begins with the level that it is given") {
  worker_context worker;
  line_conversation talk(worker, mw::access_level::user);
  talk.feed("show cli level;show env\n");
  std::string out;
  CHECK(talk.answer(out) == need::none);
  CHECK(out == "user\n\nPermission denied\n\n");
}

TEST_CASE("a line conversation begins with the severity that it is given") {
  worker_context worker;
  line_conversation talk(worker, mw::access_level::user, mw::severity_output::string);
  talk.feed("show cli level;show env;set severity-output none;operator\n");
  std::string out;
  CHECK(talk.answer(out) == need::none);
  CHECK(out == "[info]: user\n\n[err]: Permission denied\n\n\nPermission denied\n\n");
}

} // namespace mw::line_conversation_test
