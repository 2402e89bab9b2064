// A session: its modes and its severity, which go with every command.
#include "actors/runners/worker_text.hpp"
#include "actors/session/cli_input.hpp"
#include "actors/worker/cli/conversation.hpp"
#include "tests/fixtures/session_fixture.hpp"

namespace mw::session_modes_test {

using mw::test::session_fixture;

namespace {

struct session_of_operator : session_fixture {
  session_of_operator() : session_fixture(access_level::oper) {}
};

struct session_with_severity : session_fixture {
  session_with_severity() : session_fixture(access_level::user, severity_output::string) {}
};

run_command with(const cli_modes& modes, const std::string& text) {
  return {.level = access_level::admin, .text = text, .modes = modes};
}

} // namespace

TEST_CASE_METHOD(session_fixture, "modes are silent and go with the commands that follow") {
  type("expert-mode on;experimental-mode on;mcli-debug-mode on;set severity-output number\n"
       "show fd\n");
  CHECK(ran() == with({true, true, true, severity_output::number}, "show fd"));
  answer("\n");
  type("expert-mode;experimental-mode off;mcli-debug-mode foo;set severity-output none;show fd\n");
  CHECK(ran() == with({}, "show fd"));
  CHECK(shown() == "\n");
}

TEST_CASE_METHOD(session_fixture, "the prompt shows the modes that are on") {
  type("prompt\nexpert-mode on\nexperimental-mode on\nmcli-debug-mode on\n@1\nexpert-mode\n");
  CHECK(shown() == "master> master(e)> master(xe)> master(xed)> 1271(xed)> 1271(xd)> ");
}

TEST_CASE_METHOD(session_fixture, "of the severity the prompt says nothing") {
  type("prompt;set severity-output number\n");
  CHECK(shown() == "master> master> ");
}

TEST_CASE_METHOD(session_fixture, "a lower level takes the modes away, but not the severity") {
  type("expert-mode on;experimental-mode on;mcli-debug-mode on;set severity-output string\n"
       "prompt;operator;echo\n");
  CHECK(ran() == run_command{.level = access_level::oper,
                             .text = "echo",
                             .mode = {.mode = prompt_mode::kind::prompt},
                             .modes = {.severity = severity_output::string}});
  CHECK(shown() == "master(xed)> master> ");
}

TEST_CASE_METHOD(session_of_operator, "modes are for admins, the severity is for all") {
  for (auto word : {"expert-mode", "experimental-mode", "mcli-debug-mode"}) {
    type(std::string{word} + " on;echo x\n" + word + "\n");
    CHECK(shown() == "Permission denied!\nPermission denied!\n");
  }
  type("user;set severity-output number;echo\n");
  CHECK(ran() == run_command{.level = access_level::user,
                             .text = "echo",
                             .modes = {.severity = severity_output::number}});
}

TEST_CASE_METHOD(session_fixture, "a wrong severity is told, and drops the rest of its line") {
  for (auto wrong : {"", " foo", " -"}) {
    type("set severity-output" + std::string{wrong} + ";echo x\n");
    CHECK(shown() == "one of 'none', 'number', 'string' is a required argument\n");
  }
  CHECK(applet.empty());
}

TEST_CASE_METHOD(session_with_severity, "a session begins with the severity of its -S") {
  type("echo\n");
  CHECK(ran().modes == cli_modes{.severity = severity_output::string});
}

TEST_CASE_METHOD(session_fixture,
                 "each worker's command has the modes in front, pipelined or not") {
  auto worker = test::framed_worker{};
  type("set severity-output number;expert-mode on;@1 a;@1 b\n@1\nc\nexpert-mode;d\n");
  proxy_opens(worker);
  auto got = std::vector<std::string>{};
  for (auto left = 4; left > 0; --left) {
    for (const auto& command : worker.commands())
      got.push_back(command);
    worker.answer("\n");
    settle();
  }
  CHECK(got == std::vector<std::string>{"set severity-output number -;expert-mode on -;a",
                                        "set severity-output number -;expert-mode on -;b",
                                        "set severity-output number -;expert-mode on -;c",
                                        "set severity-output number -;d"});
  CHECK(shown() == "\n\n\n\n");
}

TEST_CASE_METHOD(session_fixture, "modes typed byte by byte go with the command all the same") {
  for (auto byte : std::string_view{"expert-mode on;set severity-output string;echo x\n"})
    type({&byte, 1});
  CHECK(ran() == with({.expert = true, .severity = severity_output::string}, "echo x"));
}

TEST_CASE_METHOD(session_fixture, "a two-way session has the level only") {
  auto worker = test::framed_worker{};
  type("expert-mode on;set severity-output number;@@1 show info\n");
  proxy_opens(worker, false);
  CHECK(worker.channel.received() == "show info\n");
}

TEST_CASE("the longest command that a client may send fits a worker's line with all that is put in "
          "front") {
  auto command = with({true, true, false, severity_output::number}, "");
  command.level = access_level::oper;
  CHECK(worker_text(command).size() + cli_input::default_limit < worker::max_line);
}

} // namespace mw::session_modes_test
