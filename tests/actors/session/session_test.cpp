// A session: lines, commands, prompts, and its end.
#include "tests/fixtures/session_fixture.hpp"

namespace mw::session_test {

using mw::test::session_fixture;

namespace {

constexpr auto prompt_usage =
    "Usage: prompt [help | i | p | timed]*\n"
    "Changes the default prompt and interactive mode. Available options:\n"
    "  help    display this help\n"
    "  i       set to interactive mode only (no prompt, multi-command)\n"
    "  p       set to prompt+interactive mode (prompt + multi-command)\n"
    "  timed   toggle displaying the current date in the prompt\n"
    "Without any argument, toggles between i<->p.\n";

} // namespace

TEST_CASE_METHOD(session_fixture, "nothing is shown before the first command") {
  CHECK(shown().empty());
}

TEST_CASE_METHOD(session_fixture, "a silent client sees the answer only") {
  type("show version\n");
  CHECK(ran() == run_command{.level = access_level::admin, .text = "show version"});
  answer("0.1.0\n\n");
  CHECK(shown() == "0.1.0\n\n");
}

TEST_CASE_METHOD(session_fixture, "prompt mode shows a prompt at once and after each answer") {
  type("prompt\n");
  CHECK(shown() == "master> ");
  type("show version\n");
  CHECK(shown().empty());
  runs("show version", "0.1.0\n\n");
  CHECK(shown() == "0.1.0\n\nmaster> ");
}

TEST_CASE_METHOD(session_fixture, "`prompt` again goes back to silent mode") {
  type("prompt\nprompt\nshow version\n");
  runs("show version", "0.1.0\n\n");
  CHECK(shown() == "master> 0.1.0\n\n");
}

TEST_CASE_METHOD(session_fixture, "`prompt p` and `prompt i` choose the mode") {
  type("prompt p\nprompt p\nprompt i\n");
  CHECK(shown() == "master> master> ");
}

TEST_CASE_METHOD(session_fixture, "a timed prompt begins with the uptime of the target") {
  pass(std::chrono::seconds{133});
  type("prompt timed\n");
  CHECK(shown() == "[0:00:02:13] master> ");
  type("prompt timed\n");
  CHECK(shown() == "master> ");
}

TEST_CASE_METHOD(session_fixture, "`prompt help` explains itself, without an empty line") {
  type("prompt help\n");
  CHECK(shown() == prompt_usage);
  type("prompt\nprompt n\n");
  CHECK(shown() == "master> " + std::string{prompt_usage} + "master> ");
}

TEST_CASE_METHOD(session_fixture, "an empty line is an empty command") {
  type("\n");
  runs("", "\n");
  CHECK(shown() == "\n");
}

TEST_CASE_METHOD(session_fixture, "n semicolons make n + 1 empty commands") {
  type(";;\n");
  runs("", "\n");
  runs("", "\n");
  runs("", "\n");
  CHECK(applet.empty());
  CHECK(shown() == "\n\n\n");
}

TEST_CASE_METHOD(session_fixture, "the commands of a line run one after the other") {
  type("prompt;show version ;  show proc\n");
  CHECK(ran().text == "show version ");
  CHECK(applet.empty());
  answer("0.1.0\n\n");
  runs("show proc", "#<PID>\n\n");
  CHECK(applet.empty());
  CHECK(shown() == "master> 0.1.0\n\nmaster> #<PID>\n\nmaster> ");
}

TEST_CASE_METHOD(session_fixture, "backslashes protect a semicolon and stay in the command") {
  type("echo a\\;b c\\ d\\\\;help\n");
  runs("echo a\\;b c\\ d\\\\", "a;b c d\\\n\n");
  runs("help", "\n");
}

TEST_CASE_METHOD(session_fixture, "a CR before the LF is not part of the line") {
  type("show version\r\nprompt\r\n\r\n");
  runs("show version", "0.1.0\n\n");
  runs("", "\n");
  CHECK(shown() == "0.1.0\n\nmaster> \nmaster> ");
}

TEST_CASE_METHOD(session_fixture, "bytes may come one at a time") {
  for (auto byte : std::string_view{"echo a;prompt\r\necho b\n"}) {
    type({&byte, 1});
    while (!applet.empty())
      answer(ran().text + "\n\n");
  }
  CHECK(shown() == "echo a\n\nmaster> echo b\n\nmaster> ");
}

TEST_CASE_METHOD(session_fixture, "many lines at once are answered in their order") {
  type("a\nb\nc\n");
  runs("a", "1\n\n");
  runs("b", "2\n\n");
  runs("c", "3\n\n");
  CHECK(shown() == "1\n\n2\n\n3\n\n");
}

TEST_CASE_METHOD(session_fixture, "after a half-close all complete commands are answered") {
  type("a\nb;c\nnot complete");
  client.half_close();
  settle();
  runs("a", "1\n\n");
  runs("b", "2\n\n");
  CHECK_FALSE(has_ended(session));
  runs("c", "3\n\n");
  CHECK(shown() == "1\n\n2\n\n3\n\n");
  CHECK(client.closed());
  CHECK(has_ended(session));
  CHECK(applet.empty());
}

TEST_CASE_METHOD(session_fixture, "quit ends the session and the rest of its line is ignored") {
  type("prompt\nquit;show version\nshow proc\n");
  CHECK(shown() == "master> ");
  CHECK(client.closed());
  CHECK(has_ended(session));
  CHECK(applet.empty());
}

TEST_CASE_METHOD(session_fixture, "quit waits for the answer of the command before it") {
  type("show version;quit\n");
  CHECK_FALSE(client.closed());
  runs("show version", "0.1.0\n\n");
  CHECK(shown() == "0.1.0\n\n");
  CHECK(client.closed());
}

TEST_CASE_METHOD(session_fixture, "a line over the limit is refused, and the next one runs") {
  type("prompt\n" + std::string(cli_input::default_limit + 1, 'x') + "\nshow version\n");
  runs("show version", "0.1.0\n\n");
  CHECK(shown() == "master> The line is longer than 1048576 bytes and was dropped\n"
                   "master> 0.1.0\n\nmaster> ");
}

TEST_CASE_METHOD(session_fixture, "a line of exactly the limit runs") {
  auto line = std::string(cli_input::default_limit, 'x');
  type(line + "\n");
  CHECK(ran().text == line);
}

} // namespace mw::session_test
