// Health checks, and states that follow from them.
#include "tests/fixtures/relay_fixture.hpp"
#include "tests/support/stderr_capture.hpp"

namespace mw::check_test {

using namespace mw::test;
using relay::check_status;
using relay::operation;
using relay::wanted_health;
using relay::wanted_state;

namespace {

/// Adds a server that is checked all the time.
config::proxy_server& checked(relay_fixture& relay, unsigned rise = 2, unsigned fall = 3) {
  auto& added = relay.add_server();
  added.check = true;
  added.inter = milliseconds{20};
  added.rise = rise;
  added.fall = fall;
  return added;
}

void with_steps(relay_fixture& relay, std::vector<config::check_step> steps) {
  relay.settings().tcp_check = true;
  relay.settings().check_steps = std::move(steps);
}

config::check_step expecting(const std::string& text) {
  auto step = config::check_step();
  step.what = config::check_step::kind::expect;
  step.bytes = text;
  return step;
}

config::check_step sending(const std::string& text) {
  auto step = expecting(text);
  step.what = config::check_step::kind::send;
  return step;
}

} // namespace

TEST_CASE("a server falls after so many failed checks and rises after so many good ones") {
  relay_fixture relay;
  checked(relay);
  relay.start();
  relay.pass_until([&] { return relay.srv().check.status == check_status::l4_ok; });
  CHECK(relay.srv().check.health == 4);
  auto port = net::port_of(relay.srv().address);
  relay.server_socket().reset();
  relay.pass_until([&] { return relay.srv().check.health == 3; });
  CHECK(relay.srv().state == operation::running);
  relay.pass_until([&] { return relay.srv().state == operation::stopped; });
  CHECK(relay.srv().check.status == check_status::l4_connection);
  CHECK(relay.srv().check.info == "Connection refused");
  CHECK(relay.srv().counts->failed_checks == 3);
  CHECK(relay.srv().counts->downs == 1);
  CHECK_FALSE(relay.back().up());
  relay.server_socket() = listening(port);
  relay.pass_until([&] { return relay.srv().check.health == 1; });
  CHECK(relay.srv().state == operation::stopped);
  relay.pass_until([&] { return relay.srv().state == operation::running; });
  CHECK(relay.srv().check.health == 4);
  CHECK(relay.back().up());
}

TEST_CASE("a flapping check keeps a server up that never fails often enough in a row") {
  relay_fixture relay;
  checked(relay, 2, 3);
  relay.start();
  auto port = net::port_of(relay.srv().address);
  for (int round = 0; round < 3; ++round) {
    relay.pass_until([&] { return relay.srv().check.health == 4; });
    relay.server_socket().reset();
    relay.pass_until([&] { return relay.srv().check.health == 3; });
    relay.server_socket() = listening(port);
  }
  relay.pass_until([&] { return relay.srv().check.health == 4; });
  CHECK(relay.srv().state == operation::running);
  CHECK(relay.srv().counts->downs == 0);
}

TEST_CASE("a check's conversation passes when the expected answer comes") {
  relay_fixture relay;
  checked(relay);
  with_steps(relay, {sending("PING\r\n"), expecting("+PONG")});
  relay.start();
  auto asked = relay.accept();
  CHECK(relay.read(asked, 6) == "PING\r\n");
  CHECK(asked.send("+PO"));
  CHECK(asked.send("NG\r\n"));
  relay.pass_until([&] { return relay.srv().check.status == check_status::l7_ok; });
  CHECK(relay.srv().check.verdict == relay::check_verdict::passed);
}

TEST_CASE("a check's conversation fails with what was wrong") {
  relay_fixture relay;
  checked(relay, 2, 1);
  with_steps(relay, {expecting("ready")});
  relay.start();
  {
    auto asked = relay.accept();
    CHECK(asked.send("busy"));
  }
  relay.pass_until([&] { return relay.srv().state == operation::stopped; });
  CHECK(relay.srv().check.status == check_status::l7_response);
  CHECK(relay.srv().check.info == "TCPCHK did not match content 'ready' at step 1");
}

TEST_CASE("a server that does not answer a check in time is down") {
  relay_fixture relay;
  checked(relay, 2, 1);
  with_steps(relay, {expecting("hello")});
  relay.start();
  relay.pass_until([&] { return relay.srv().state == operation::stopped; });
  CHECK(relay.srv().check.status == check_status::l7_timeout);
  CHECK(relay.srv().check.info == " at step 1 of tcp-check (expect string 'hello')");
}

TEST_CASE("a server that goes down says so as HAProxy does") {
  relay_fixture relay;
  checked(relay, 2, 1);
  relay.server_socket().reset();
  relay.start();
  std::string said;
  {
    stderr_capture capture;
    relay.pass_until([&] { return relay.srv().state == operation::stopped; });
    said = capture.take();
  }
  auto pid = std::to_string(::getpid());
  CHECK(said == "[WARNING]  (" + pid +
                    ") : Server l/s1 is DOWN, reason: Layer4 connection problem, info: "
                    "\"Connection refused\", check duration: 0ms. 0 active and 0 backup servers "
                    "left. 0 sessions active, 0 requeued, 0 remaining in queue.\n"
                    "[ALERT]    (" +
                    pid + ") : proxy 'l' has no server available!\n");
}

TEST_CASE("on-marked-down shutdown-sessions ends what a server has when it goes down") {
  auto shutting = GENERATE(true, false);
  relay_fixture relay;
  relay.add_server().shutdown_sessions_when_down = shutting;
  relay.start();
  auto client = relay.connect();
  auto server = relay.accept();
  relay.engine().actions().set_health(relay.srv(), wanted_health::down);
  relay.settle();
  CHECK(relay.front().counts->sessions.current == (shutting ? 0 : 1));
}

TEST_CASE("those who wait for a server that goes down go to another one") {
  relay_fixture relay;
  relay.settings().balance = config::balance_algorithm::first;
  relay.add_server().maxconn = 1;
  relay.add_server().backup = true;
  relay.start();
  auto first = relay.connect();
  auto first_served = relay.accept(0);
  auto second = relay.connect();
  relay.until([&] { return relay.back().queue.size() == 1; });
  relay.engine().actions().set_state(relay.srv(0), wanted_state::maintenance);
  auto second_served = relay.accept(1);
  CHECK(relay.back().queue.empty());
}

} // namespace mw::check_test
