// A session: its level, which is only lowered, and goes with every command.
#include "tests/fixtures/session_fixture.hpp"

namespace mw::session_level_test {

using mw::test::at_first;
using mw::test::first_process;
using mw::test::session_fixture;

namespace {

template <access_level Level>
struct session_at : session_fixture {
  session_at() : session_fixture(Level) {}
};

using user_session = session_at<access_level::user>;
using operator_session = session_at<access_level::oper>;

} // namespace

TEST_CASE_METHOD(operator_session, "commands run at the level of the -S socket") {
  type("show proc\n");
  CHECK(ran() == run_command{.level = access_level::oper, .text = "show proc"});
}

TEST_CASE_METHOD(session_fixture, "the level goes down with the words operator and user") {
  type("operator;show env\n");
  CHECK(ran() == run_command{.level = access_level::oper, .text = "show env"});
  answer("\n");
  type("user\nshow env\n");
  CHECK(ran() == run_command{.level = access_level::user, .text = "show env"});
  answer("\n");
  CHECK(shown() == "\n\n");
}

TEST_CASE_METHOD(session_fixture, "the same level again is allowed, arguments are ignored") {
  type("prompt;operator at once;operator\n");
  CHECK(shown() == "master> master> master> ");
}

TEST_CASE_METHOD(user_session, "a higher level is refused, with the rest of the line") {
  type("operator;show proc\nshow version\n");
  CHECK(ran() == run_command{.level = access_level::user, .text = "show version"});
  CHECK(shown() == "Permission denied!\n");
}

TEST_CASE_METHOD(user_session, "in prompt mode a refusal is followed by the prompt") {
  type("prompt\noperator\n");
  CHECK(shown() == "master> Permission denied!\nmaster> ");
}

TEST_CASE_METHOD(session_fixture, "there is no word that raises the level") {
  type("user;admin\n");
  CHECK(ran() == run_command{.level = access_level::user, .text = "admin"});
}

TEST_CASE_METHOD(operator_session, "the level goes to workers too") {
  auto worker = test::framed_worker{};
  type("@1 show info\n");
  proxy_opens(worker);
  CHECK(worker.commands() == std::vector<std::string>{"operator -;show info"});
}

} // namespace mw::session_level_test
