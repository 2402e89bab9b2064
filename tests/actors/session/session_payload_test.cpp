// A session: commands with a payload.
#include "tests/fixtures/session_fixture.hpp"

namespace mw::session_payload_test {

using mw::test::session_fixture;

namespace {

run_command with_payload(std::string text, std::string payload,
                         prompt_mode::kind mode = prompt_mode::kind::interactive) {
  return {.id = 0,
          .level = access_level::admin,
          .text = std::move(text),
          .payload = {std::move(payload)},
          .mode = {mode}};
}

} // namespace

TEST_CASE_METHOD(session_fixture, "a payload ends at the empty line, which belongs to it") {
  type("set map m <<\na 1\nb 2\n\nshow version\n");
  CHECK(ran() == with_payload("set map m <<", "a 1\nb 2\n\n"));
  answer("\n");
  runs("show version", "0.1.0\n\n");
  CHECK(shown() == "\n0.1.0\n\n");
}

TEST_CASE_METHOD(session_fixture, "a payload ends at its own pattern") {
  type("set map m <<EOF\na 1\n\n EOF\nEOF\n");
  CHECK(ran() == with_payload("set map m <<EOF", "a 1\n\n EOF\nEOF\n"));
}

TEST_CASE_METHOD(session_fixture,
                 "a payload's lines are data: no prefix, no `;`, no escape, CR kept") {
  type("set map m <<\n@1 x;quit\r\nprompt\\\n\r\n");
  CHECK(ran() == with_payload("set map m <<", "@1 x;quit\r\nprompt\\\n\r\n"));
  CHECK(shown().empty());
}

TEST_CASE_METHOD(session_fixture, "what follows the `;` of such a command is its first line") {
  type("set map m <<;a 1\nb 2\n\n");
  CHECK(ran() == with_payload("set map m <<", "a 1\nb 2\n\n"));
}

TEST_CASE_METHOD(session_fixture,
                 "in prompt mode each line of a payload is asked for by a plus sign") {
  type("prompt\n");
  type("set map m <<\n");
  CHECK(shown() == "master> + ");
  type("a 1\nb ");
  CHECK(shown() == "+ ");
  type("2\n");
  CHECK(shown() == "+ ");
  CHECK(applet.empty());
  type("\n");
  CHECK(shown().empty());
  CHECK(ran() == with_payload("set map m <<", "a 1\nb 2\n\n", prompt_mode::kind::prompt));
  answer("\n");
  CHECK(shown() == "\nmaster> ");
}

TEST_CASE_METHOD(session_fixture, "a payload that comes in one piece is asked for as often") {
  type("prompt;set map m <<\na 1\n\n");
  CHECK(ran() == with_payload("set map m <<", "a 1\n\n", prompt_mode::kind::prompt));
  CHECK(shown() == "master> + + ");
}

TEST_CASE_METHOD(session_fixture, "a payload may come one byte at a time") {
  for (auto byte : std::string_view{"set map m <<X\na;1\n\nX\n"})
    type({&byte, 1});
  CHECK(ran() == with_payload("set map m <<X", "a;1\n\nX\n"));
}

TEST_CASE_METHOD(session_fixture, "a command whose payload is cut off is not run") {
  type("set map m <<\na 1\n");
  client.half_close();
  settle();
  CHECK(applet.empty());
  CHECK(client.closed());
  CHECK(has_ended(session));
}

TEST_CASE_METHOD(session_fixture, "a payload over the limit drops its command, the next one runs") {
  auto line = std::string(1023, 'x') + "\n";
  type("set map m <<END\n");
  for (auto lines = 0; lines < 1025; ++lines)
    type(line);
  type("END\nshow version\n");
  runs("show version", "0.1.0\n\n");
  CHECK(applet.empty());
  CHECK(shown() == "The payload is longer than 1048576 bytes, the command was dropped\n0.1.0\n\n");
}

TEST_CASE_METHOD(session_fixture, "a payload line over the limit drops the command too") {
  type("set map m <<\n" + std::string(cli_input::default_limit + 1, 'x') + "\n\nshow version\n");
  runs("show version", "0.1.0\n\n");
  CHECK(shown() == "The payload is longer than 1048576 bytes, the command was dropped\n0.1.0\n\n");
}

TEST_CASE_METHOD(session_fixture, "a payload goes to a worker behind its command") {
  auto worker = test::framed_worker{};
  type("@1 set map m <<\na 1\n\n");
  proxy_opens(worker);
  CHECK(worker.commands() == std::vector<std::string>{"set map m <<\na 1\n\n"});
}

TEST_CASE_METHOD(session_fixture,
                 "a command with a payload and an unknown prefix is dropped whole") {
  type("@foo set map m <<\na 1\n\nshow version\n");
  runs("show version", "0.1.0\n\n");
  CHECK(shown() == "Can't find the target PID matching the prefix '@foo'\n0.1.0\n\n");
}

} // namespace mw::session_payload_test
