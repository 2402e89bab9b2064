// Health checks, and what the CLI does to servers.
#include "tests/fixtures/relay_fixture.hpp"
#include "tests/support/stderr_capture.hpp"

#include <algorithm>

namespace mw::check_test {

using namespace mw::test;
using relay::check_status;
using relay::operation;
using relay::wanted_health;
using relay::wanted_state;

namespace {

/// A server that is asked all the time.
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
  relay.until([&] { return relay.srv().check.status == check_status::l4_ok; });
  CHECK(relay.srv().check.health == 4);
  auto port = net::port_of(relay.srv().address);
  relay.server_socket().reset();
  relay.until([&] { return relay.srv().check.health == 3; });
  CHECK(relay.srv().state == operation::running);
  relay.until([&] { return relay.srv().state == operation::stopped; });
  CHECK(relay.srv().check.status == check_status::l4_connection);
  CHECK(relay.srv().check.info == "Connection refused");
  CHECK(relay.srv().counts->failed_checks == 3);
  CHECK(relay.srv().counts->downs == 1);
  CHECK_FALSE(relay.back().up());
  relay.server_socket() = listening(port);
  relay.until([&] { return relay.srv().check.health == 1; });
  CHECK(relay.srv().state == operation::stopped);
  relay.until([&] { return relay.srv().state == operation::running; });
  CHECK(relay.srv().check.health == 4);
  CHECK(relay.back().up());
}

TEST_CASE("a flapping check keeps a server up that never fails often enough in a row") {
  relay_fixture relay;
  checked(relay, 2, 3);
  relay.start();
  auto port = net::port_of(relay.srv().address);
  for (int round = 0; round < 3; ++round) {
    relay.until([&] { return relay.srv().check.health == 4; });
    relay.server_socket().reset();
    relay.until([&] { return relay.srv().check.health == 3; });
    relay.server_socket() = listening(port);
  }
  relay.until([&] { return relay.srv().check.health == 4; });
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
  relay.until([&] { return relay.srv().check.status == check_status::l7_ok; });
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
  relay.until([&] { return relay.srv().state == operation::stopped; });
  CHECK(relay.srv().check.status == check_status::l7_response);
  CHECK(relay.srv().check.info == "TCPCHK did not match content 'ready' at step 1");
}

TEST_CASE("a server that does not answer a check in time is down") {
  relay_fixture relay;
  checked(relay, 2, 1);
  with_steps(relay, {expecting("hello")});
  relay.start();
  relay.until([&] { return relay.srv().state == operation::stopped; });
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
    relay.until([&] { return relay.srv().state == operation::stopped; });
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

TEST_CASE("drain and maintenance keep running sessions and take no new ones") {
  auto wanted = GENERATE(wanted_state::drain, wanted_state::maintenance);
  relay_fixture relay;
  relay.add_server();
  relay.add_server();
  relay.start();
  auto& actions = relay.engine().actions();
  auto client = relay.connect();
  auto server = relay.accept(0);
  actions.set_state(relay.srv(0), wanted);
  CHECK(relay.back().active() == 1);
  auto others = std::vector<relay_end>{};
  for (int left = 3; left > 0; --left) {
    others.push_back(relay.connect());
    others.push_back(relay.accept(1));
  }
  CHECK_FALSE(relay.has_connection(0));
  CHECK(client.send("old"));
  CHECK(relay.read(server, 3) == "old");
  actions.set_state(relay.srv(0), wanted_state::ready);
  CHECK(relay.srv(0).state == operation::running);
  CHECK(relay.srv(0).admin_state == 0);
  CHECK(relay.back().active() == 2);
}

TEST_CASE("weights change at run time with HAProxy's texts for what cannot be") {
  relay_fixture relay;
  relay.add_server().weight = 20;
  relay.start();
  auto& actions = relay.engine().actions();
  auto error_of = [&](std::string_view text) {
    auto set = actions.set_weight(relay.srv(), text);
    return set ? std::string() : set.error();
  };
  CHECK(error_of("50%").empty());
  CHECK(relay.srv().weight == 10);
  CHECK(error_of("0").empty());
  CHECK_FALSE(relay.srv().usable());
  CHECK(error_of("300") == "Absolute weight can only be between 0 and 256 inclusive.\n");
  CHECK(error_of("-5%") == "Relative weight must be positive.\n");
  CHECK(error_of("5x") == "Trailing garbage in weight string");
  CHECK(error_of("x") == "Empty weight string empty or preceded by garbage");
  CHECK(error_of("99999999999") == error_of("300"));
  CHECK(error_of("") == "Require <weight> or <weight%>.\n");
  CHECK(relay.srv().weight == 0);
}

TEST_CASE("a static algorithm takes none and all of a weight only") {
  relay_fixture relay;
  relay.settings().balance = config::balance_algorithm::static_rr;
  relay.add_server().weight = 20;
  relay.start();
  auto& actions = relay.engine().actions();
  CHECK(actions.set_weight(relay.srv(), "50%").error() ==
        "Backend is using a static LB algorithm and only accepts weights '0%' and '100%'.\n");
  CHECK(actions.set_weight(relay.srv(), "0%"));
  CHECK(actions.set_weight(relay.srv(), "100%"));
  CHECK(relay.srv().usable());
}

TEST_CASE("a server that has just come has a part of its weight") {
  relay_fixture relay;
  auto& slow = relay.add_server();
  slow.slowstart = milliseconds{60'000};
  slow.weight = 100;
  relay.start();
  CHECK(relay.srv().throttle() == 100);
  relay.engine().actions().set_state(relay.srv(), wanted_state::maintenance);
  relay.engine().actions().set_state(relay.srv(), wanted_state::ready);
  CHECK(relay.srv().state == operation::starting);
  CHECK(relay.srv().throttle() < 20);
  CHECK(relay.srv().usable());
}

TEST_CASE("a frontend is paused and resumed and shut down for good") {
  relay_fixture relay;
  relay.add_server();
  relay.start();
  auto& actions = relay.engine().actions();
  auto& front = relay.front();
  CHECK(actions.enable(front).error() == "All sockets are already enabled.\n");
  CHECK(actions.disable(front));
  CHECK(actions.disable(front).error() == "All sockets are already disabled.\n");
  auto client = relay.connect();
  CHECK_FALSE(relay.has_connection(0));
  CHECK(actions.enable(front));
  auto server = relay.accept();
  CHECK(actions.shutdown(front));
  CHECK(actions.shutdown(front).error() == "Frontend was already shut down.\n");
  CHECK(actions.enable(front).error() == "Frontend was previously shut down, cannot enable.\n");
  CHECK(client.send("goes on"));
  CHECK(relay.read(server, 7) == "goes on");
}

TEST_CASE("a server's state of before is restored") {
  relay_fixture relay;
  relay.add_server().weight = 7;
  relay.start();
  auto before = relay::server_record();
  before.state = operation::stopped;
  before.admin_state = relay::admin::maintenance;
  before.weight = 3;
  before.initial_weight = 7;
  before.since_last_change = seconds{100};
  relay.engine().actions().restore(relay.srv(), before);
  CHECK(relay.srv().in_maintenance());
  CHECK(relay.srv().weight == 3);
  CHECK(relay.srv().down_time(relay::clock::now()) >= seconds{100});
  relay.engine().actions().set_state(relay.srv(), wanted_state::ready);
  CHECK(relay.srv().usable());
}

TEST_CASE("all sessions of a server end by order and counters start again") {
  relay_fixture relay;
  relay.add_server();
  relay.start();
  auto first = relay.connect();
  auto first_served = relay.accept();
  auto second = relay.connect();
  auto second_served = relay.accept();
  relay.engine().actions().shutdown_sessions(relay.srv());
  CHECK(relay.read_all(first).empty());
  CHECK(relay.read_all(second).empty());
  CHECK(relay.srv().counts->all_sessions == 2);
  CHECK(relay.front().counts->sessions.highest == 2);
  relay.engine().actions().clear_counters(false);
  CHECK(relay.front().counts->sessions.highest == 0);
  CHECK(relay.srv().counts->all_sessions == 2);
  relay.engine().actions().clear_counters(true);
  CHECK(relay.srv().counts->all_sessions == 0);
}

} // namespace mw::check_test
