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

/// Bytes with which a check of a server with these options begins.
std::string first_words(const std::function<void(config::proxy_server&)>& change,
                        std::vector<config::check_step> steps = {}, bool elsewhere = false) {
  relay_fixture relay;
  auto& server = checked(relay);
  if (elsewhere) {
    relay.server_socket() = listening();
    server.check_port = net::port_of(net::local_address(relay.server_socket().get()));
  }
  change(server);
  relay.settings().tcp_check = true;
  relay.settings().check_steps = std::move(steps);
  relay.start();
  auto asked = relay.accept();
  auto said = relay.read_all(asked);
  auto port = " " + std::to_string(net::port_of(net::local_address(relay.server_socket().get())));
  auto end = said.find(port);
  return said.starts_with("PROXY TCP4 127.0.0.1 127.0.0.1 ") && end != std::string::npos
             ? "v1" + said.substr(end + port.size())
             : said;
}

TEST_CASE("a check begins with the PROXY header where HAProxy's does") {
  using net::proxy_header;
  const auto v2 = std::string("\r\n\r\n\0\r\nQUIT\n\x20\0\0\0", 16);
  auto as = [](proxy_header version, bool of_checks = false) {
    return [=](config::proxy_server& x) {
      x.header = version;
      x.check_send_proxy = of_checks;
    };
  };
  const auto reset = std::string("!"); // which a check's end is
  CHECK(first_words(as(proxy_header::none)) == reset);
  CHECK(first_words(as(proxy_header::v1)) == "v1\r\n" + reset);
  CHECK(first_words(as(proxy_header::none, true)) == "v1\r\n" + reset);
  CHECK((first_words(as(proxy_header::v2)) == v2 + reset));
  CHECK((first_words(as(proxy_header::v2, true)) == v2 + reset));
  CHECK(first_words(as(proxy_header::v1), {}, true) == reset);
  CHECK(first_words(as(proxy_header::v2), {}, true) == reset);
  CHECK(first_words(as(proxy_header::none, true), {}, true) == "v1\r\n" + reset);
  CHECK((first_words(as(proxy_header::v2, true), {}, true) == v2 + reset));
}

TEST_CASE("a connect step of a check says itself whether the PROXY header comes first") {
  auto plain = config::check_step();
  auto with_header = plain;
  with_header.send_proxy = true;
  auto of_sessions = [](config::proxy_server& x) { x.header = net::proxy_header::v1; };
  auto of_none = [](config::proxy_server&) {};
  const auto reset = std::string("!");
  CHECK(first_words(of_sessions, {plain}) == reset);
  CHECK(first_words(of_none, {with_header}) == "v1\r\n" + reset);
  CHECK(first_words(of_none, {with_header, sending("x")}) == "v1\r\nx" + reset);
  CHECK(first_words(of_sessions, {plain, sending("x")}) == "x" + reset);
  CHECK(first_words(of_sessions, {sending("x")}) == "v1\r\nx" + reset);
}

} // namespace mw::check_test
