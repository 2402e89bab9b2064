// A HAProxy connection, used for speed: questions of several sessions to HAProxy share a
// connection.
#include "tests/fixtures/haproxy_cli_fixture.hpp"

namespace mw::haproxy_cli_test {

using namespace std::chrono_literals;
using test::haproxy_cli_fixture;

TEST_CASE("what may change something, or is no short line, is for a link") {
  auto may = [](const std::string& text) {
    return may_be_pipelined({.id = 1, .level = access_level::admin, .text = text});
  };
  CHECK(may("show info"));
  CHECK(may("get weight b/s"));
  for (const auto* text :
       {"set server b/s state ready", "show events buf0 -w", "show map \\#1", "show info;quit",
        "quit", "show", "show table <<", "show \x01", "show\ttable"})
    CHECK_FALSE(may(text));
  CHECK(may("show " + std::string(1000, 'x')));
  CHECK_FALSE(may("show " + std::string(1024, 'x')));
}

TEST_CASE("a question with a payload, a mode, or in a two-way session is for a link") {
  auto plain = run_command{.id = 1, .text = "show info"};
  CHECK(may_be_pipelined(plain));
  auto with_payload = plain;
  with_payload.payload = {"x\n\n"};
  auto with_mode = plain;
  with_mode.modes.severity = severity_output::number;
  auto two_way = plain;
  two_way.two_way = true;
  for (const auto& command : {with_payload, with_mode, two_way})
    CHECK_FALSE(may_be_pipelined(command));
}

TEST_CASE_METHOD(haproxy_cli_fixture, "the first question follows the greeting at once") {
  ask(one, 1);
  proxy_opens();
  CHECK(worker->received() == std::string{greeting} + info);
  says(greeted);
  CHECK(one.empty());
  answers("Name: HAProxy\n");
  CHECK(one.got(1) == "Name: HAProxy\n\n[end]");
}

TEST_CASE_METHOD(haproxy_cli_fixture, "one session after the other asks over the same connection") {
  warm_up();
  for (auto id : {command_id{3}, command_id{4}}) {
    ask(one, id, "show stat");
    CHECK(worker->received() == stat);
    answers("a,b\n");
    CHECK(one.got(id) == "a,b\n\n[end]");
  }
  CHECK(proxy.empty());
  CHECK(router.empty());
}

TEST_CASE_METHOD(haproxy_cli_fixture, "what is asked in one turn goes and comes in one") {
  warm_up();
  send(one, question(3, "show stat"));
  send(other, question(4, "show info"));
  settle();
  CHECK(worker->received() == std::string{stat} + info);
  says(std::string{"a,b\n"} + mark + "Name: HAProxy\n" + mark);
  CHECK(one.got(3) == "a,b\n\n[end]");
  CHECK(other.got(4) == "Name: HAProxy\n\n[end]");
}

TEST_CASE_METHOD(haproxy_cli_fixture, "a question does not wait for the answer to another") {
  warm_up();
  ask(one, 3, "show stat");
  ask(other, 4, "show info");
  CHECK(worker->received() == std::string{stat} + info);
  answers("a,b\n");
  CHECK(one.got(3) == "a,b\n\n[end]");
  CHECK(other.empty());
  answers("i\n");
  CHECK(other.got(4) == "i\n\n[end]");
}

TEST_CASE_METHOD(haproxy_cli_fixture, "an answer is whole when its mark is, in whatever pieces") {
  warm_up();
  ask(one, 3, "show stat");
  ask(other, 4, "show info");
  auto all = std::string{"a\n> admit\n"} + mark + "\n> adm\n" + mark;
  for (auto byte : all)
    says({byte});
  CHECK(one.got(3) == "a\n> admit\n\n[end]");
  CHECK(other.got(4) == "\n> adm\n\n[end]");
}

TEST_CASE_METHOD(haproxy_cli_fixture,
                 "after a second without questions there is a new connection") {
  warm_up();
  pass(1001ms); // HAProxy may close it at any time
  CHECK_FALSE(worker->closed());
  ask(one, 3, "show stat");
  CHECK(worker->closed());
  proxy_opens();
  CHECK(worker->received() == std::string{greeting} + stat);
  says(greeted);
  answers("s\n");
  CHECK(one.got(3) == "s\n\n[end]");
}

TEST_CASE_METHOD(haproxy_cli_fixture, "a lower level is that of the connection") {
  auto lower = spawn<haproxy_cli_state>(process, proxy.as<worker_proxy_actor>(), access_level::oper,
                                        router.as<router_actor>());
  auto command = question(1, "show info");
  command.level = access_level::oper;
  one.send(lower, lease_use{number_1}, command, one.handle());
  settle();
  proxy_opens();
  CHECK(worker->received() ==
        std::string{"prompt\nset timeout cli 2s\noperator\nshow cli level\n"} + info);
  says("\n> \n> \n> operator\n\n> ");
  says("i\n\n> operator\n\n> ");
  CHECK(one.got(1) == "i\n\n[end]");
}

TEST_CASE_METHOD(haproxy_cli_fixture,
                 "what is not for it goes to the router, and is not kept here") {
  auto command =
      GENERATE(as<run_command>{},
               run_command{.id = 3, .level = access_level::admin, .text = "set weight b/s 1"},
               run_command{.id = 3, .level = access_level::oper, .text = "show info"});
  warm_up();
  send(one, command);
  settle();
  auto got = handed_on();
  CHECK(got.command.text == command.text);
  CHECK(got.command.level == command.level);
  CHECK(got.route.wants_lease);
  CHECK(one.take<runner_lease>().reason == "handed on");
  CHECK(worker->received().empty());
}

TEST_CASE_METHOD(haproxy_cli_fixture, "without a connection the router finds another way") {
  send(one, question(1, "show info"));
  send(other, question(2, "show stat"));
  settle();
  auto leaving = GENERATE(false, true);
  proxy.answer<open_channel>([&](const open_channel&) -> caf::result<channel_opened> {
    if (!leaving)
      return caf::make_error(errc::process_gone);
    return channel_opened{.runner = cli};
  });
  settle();
  for (auto id : {command_id{1}, command_id{2}}) {
    auto got = handed_on();
    CHECK(got.command.id == id);
    CHECK(got.route.own_connection);
  }
  CHECK(one.take<runner_lease>().id == 1);
  CHECK(other.take<runner_lease>().id == 2);
}

} // namespace mw::haproxy_cli_test
