// A session: commands that go on until Enter, and the ids of commands in its prompt.
#include "tests/fixtures/session_fixture.hpp"

#include <fmt/format.h>

namespace mw::session_trace_test {

using mw::test::session_fixture;

namespace {

struct session_trace_fixture : session_fixture {
  using session_fixture::session_fixture;

  /// Begins `actor-trace follow`, of which the applet shows a line.
  void follow() {
    type("actor-trace follow type=a\n");
    CHECK(ran().text == "actor-trace follow type=a");
    applet.send(session, reply_chunk{last_id(), "a line\n"});
    settle();
    CHECK(shown() == "a line\n");
  }

  void ends() {
    CHECK(applet.take<command_input>() == command_input{last_id(), {}, true});
    answer("\n");
  }
};

struct user_trace_session : session_trace_fixture {
  user_trace_session() : session_trace_fixture(access_level::user) {}
};

} // namespace

TEST_CASE_METHOD(session_trace_fixture, "Enter ends a live command and is no command itself") {
  for (const auto* enter : {"\n", "\r\n"}) {
    follow();
    type(enter);
    ends();
    CHECK(shown() == "\n");
    CHECK(applet.empty());
  }
}

TEST_CASE_METHOD(session_trace_fixture, "another line ends a live command and runs behind it") {
  follow();
  type("show version\n");
  ends();
  runs("show version", "1\n\n");
  CHECK(shown() == "\n1\n\n");
}

TEST_CASE_METHOD(session_trace_fixture, "a command that was typed ahead waits for Enter") {
  type("@master actor-trace  follow\nshow version\n");
  CHECK(ran().text == "actor-trace  follow");
  CHECK(applet.empty());
  type("\n");
  ends();
  runs("show version", "1\n\n");
}

TEST_CASE_METHOD(session_trace_fixture, "during any other command the client is not read") {
  type("actor-trace last\n");
  CHECK(ran().text == "actor-trace last");
  type("\n");
  CHECK(applet.empty());
  answer("\n");
  runs("", "\n");
}

TEST_CASE_METHOD(session_trace_fixture, "a prompt begins with the id of the last command") {
  type("prompt;set trace-id on\n");
  auto first = shown();
  type("show version\n");
  CHECK(ran().text == "show version");
  auto number = last_id();
  answer("1\n\n");
  CHECK(shown() == fmt::format("1\n\n[c{}] master> ", number));
  CHECK(first == fmt::format("master> [c{}] master> ", number - 1));
  type("set trace-id off\n");
  CHECK(shown() == "master> ");
}

TEST_CASE_METHOD(session_trace_fixture, "set trace-id expects on or off") {
  for (const auto* wrong : {"set trace-id\n", "set trace-id x\n", "set trace-id on off\n"}) {
    type(wrong);
    CHECK(shown() == "'set trace-id' expects 'on' or 'off'\n");
  }
}

TEST_CASE_METHOD(user_trace_session, "a user has no trace ids") {
  type("set trace-id on\n");
  CHECK(shown() == "Permission denied!\n");
}

TEST_CASE_METHOD(session_trace_fixture, "trace ids go with the level") {
  type("prompt;set trace-id on\n");
  shown();
  type("user\n");
  CHECK(shown() == "master> ");
}

} // namespace mw::session_trace_test
