// Finding a server: rules, queues, retries, headers, limits.
#include "tests/fixtures/connected_relay.hpp"

#include <sys/resource.h>

namespace mw::connect_test {

using namespace mw::test;

namespace {

/// An address at which no process listens.
net::socket_address refusing() {
  auto fd = listening();
  return net::local_address(fd.get());
}

bool idle(relay_fixture& relay) {
  return relay.front().counts->sessions.current == 0;
}

bool kept_alive(int fd) {
  int on = 0;
  socklen_t size = sizeof on;
  REQUIRE(::getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, &size) == 0);
  return on != 0;
}

} // namespace

TEST_CASE("a backend without servers that are up closes the client at once") {
  relay_fixture relay;
  relay.add_server().disabled = true;
  relay.start();
  auto client = relay.connect();
  CHECK(relay.read_all(client).empty());
  CHECK(relay.back().counts->failed_connects == 1);
  CHECK_FALSE(relay.has_connection(0));
}

TEST_CASE("a server that refuses is tried again as often as retries says") {
  relay_fixture relay;
  relay.add_server_at(refusing());
  relay.settings().retries = 2;
  relay.settings().connect_timeout = milliseconds{10};
  relay.start();
  auto client = relay.connect();
  relay.settle();
  relay.pass(milliseconds{20}); // a pause before each retry
  CHECK(relay.read_all(client).empty());
  CHECK(idle(relay));
  CHECK(relay.srv().counts->retries == 2);
  CHECK(relay.srv().counts->failed_connects == 1);
  CHECK(relay.srv().counts->all_connections == 3);
  CHECK(relay.srv().served == 0);
  CHECK(relay.srv().counts->sessions.current == 0);
}

TEST_CASE("a refusing server's session goes to the next one by redispatch") {
  relay_fixture relay;
  relay.add_server_at(refusing());
  relay.add_server();
  relay.settings().redispatch = -1;
  relay.start();
  auto client = relay.connect();
  auto server = relay.accept(0);
  CHECK(client.send("moved"));
  CHECK(relay.read(server, 5) == "moved");
  CHECK(relay.srv(0).counts->redispatches == 1);
  CHECK(relay.srv(0).served == 0);
  CHECK(relay.srv(1).served == 1);
}

TEST_CASE("a server that accepts and says nothing ends by the server's time limit") {
  connected_relay relay([](auto& l) { l.server_timeout = milliseconds{30}; });
  CHECK(relay.ends.client.send("hello?"));
  relay.settle();
  relay.pass(milliseconds{30});
  CHECK(relay.read_all(relay.ends.client).empty());
  CHECK(relay.srv().counts->server_aborts == 1);
}

TEST_CASE("sessions beyond a server's maxconn wait in the order of their arrival") {
  full_relay relay;
  auto& [first, first_served] = relay.ends;
  auto second = relay.connect();
  relay.until([&] { return relay.back().queue.size() == 1; });
  auto third = relay.connect();
  relay.until([&] { return relay.back().queue.size() == 2; });
  CHECK(third.send("3"));
  CHECK(second.send("2"));
  CHECK_FALSE(relay.has_connection(0));
  CHECK(relay.back().counts->queued.highest == 2);
  first.close();
  first_served.close();
  auto second_served = relay.accept();
  CHECK(relay.read(second_served, 1) == "2");
  second.close();
  second_served.close();
  auto third_served = relay.accept();
  CHECK(relay.read(third_served, 1) == "3");
  CHECK(relay.back().counts->queued.current == 0);
}

TEST_CASE("a session that waits too long for a slot is closed") {
  full_relay relay([](auto& l) { l.queue_timeout = milliseconds{20}; });
  auto second = relay.connect();
  relay.settle();
  relay.pass(milliseconds{20});
  CHECK(relay.read_all(second).empty());
  CHECK(relay.back().counts->failed_connects == 1);
  CHECK(relay.back().queue.empty());
}

TEST_CASE("a client that goes away while it waits leaves the queue") {
  full_relay relay;
  auto second = relay.connect();
  relay.until([&] { return relay.back().queue.size() == 1; });
  second.abort();
  relay.until([&] { return relay.back().queue.empty(); });
  CHECK(relay.back().counts->client_aborts == 1);
}

TEST_CASE("the queue of one server has a bound and others are refused") {
  full_relay relay([](auto& l) {
    l.servers.front().maxqueue = 1;
    l.balance = config::balance_algorithm::source;
  });
  auto second = relay.connect();
  relay.until([&] { return relay.srv().queue.size() == 1; });
  auto third = relay.connect();
  CHECK(relay.read_all(third).empty());
  CHECK(relay.srv().queue.size() == 1);
}

TEST_CASE("a higher maxconn and a server that comes back serve those who wait") {
  auto by_limit = GENERATE(true, false);
  relay_fixture relay;
  relay.add_server().maxconn = 1;
  relay.add_server().disabled = true;
  relay.start();
  auto first = relay.connect();
  auto first_served = relay.accept(0);
  auto second = relay.connect();
  relay.until([&] { return relay.back().queue.size() == 1; });
  if (by_limit)
    relay.engine().actions().set_maxconn(relay.srv(), 2);
  else
    relay.engine().actions().set_state(relay.srv(1), relay::wanted_state::ready);
  auto second_served = relay.accept(by_limit ? 0 : 1);
  CHECK(relay.back().queue.empty());
}

TEST_CASE("minconn and fullconn let a server have more when its backend has more") {
  relay_fixture relay;
  auto& only = relay.add_server();
  only.minconn = 1;
  only.maxconn = 10;
  relay.settings().fullconn = 10;
  relay.start();
  auto& back = relay.back();
  CHECK(relay.srv().limit({}) == 1);
  back.counts->sessions.current = 5;
  CHECK(relay.srv().limit({}) == 5);
  back.counts->sessions.current = 12;
  CHECK(relay.srv().limit({}) == 10);
  back.counts->sessions.current = 0;
}

TEST_CASE("clients beyond a maxconn wait outside and come in when there is room") {
  auto place = GENERATE(0, 1, 2);
  relay_fixture relay;
  relay.add_server();
  if (place == 0)
    relay.settings().maxconn = 1;
  else if (place == 1)
    relay.settings().binds.front().maxconn = 1;
  else
    relay.parts().maxconn = 1;
  relay.start();
  auto first = relay.connect();
  auto first_served = relay.accept();
  auto second = relay.connect();
  CHECK(second.send("2"));
  CHECK_FALSE(relay.has_connection(0));
  CHECK(relay.front().counts->sessions.current == 1);
  CHECK((relay.front().state == relay::frontend_state::full) == (place != 1));
  first.close();
  first_served.close();
  auto second_served = relay.accept();
  CHECK(relay.read(second_served, 1) == "2");
}

TEST_CASE("without descriptors clients wait and the loop does not spin") {
  relay_fixture relay;
  relay.add_server();
  relay.start();
  auto client = relay.connect();
  auto next = ::fcntl(client.fd(), F_DUPFD_CLOEXEC, 0);
  ::close(next);
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  auto none = before;
  none.rlim_cur = static_cast<rlim_t>(next);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  auto turns = relay.settle();
  relay.pass(milliseconds{95});
  turns += relay.settle();
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(turns < 10);
  CHECK(relay.front().counts->all_sessions == 0);
  relay.pass(milliseconds{5});
  auto server = relay.accept();
  CHECK(client.send("at last"));
  CHECK(relay.read(server, 7) == "at last");
}

TEST_CASE("rules choose the backend by addresses and ports") {
  relay_fixture relay;
  relay.add_server();
  relay.add_backend("b");
  relay.add_server(1);
  auto port = net::port_of(relay.door());
  auto at_door = config::traffic_condition();
  at_door.what = config::traffic_condition::kind::dst_port;
  at_door.ports = {{port, port}};
  auto elsewhere = config::traffic_condition();
  elsewhere.networks = {{.bytes = {10}, .prefix = 8}};
  auto to_l = config::backend_rule();
  to_l.backend = "l";
  to_l.alternatives = {{elsewhere}};
  auto to_b = config::backend_rule();
  to_b.backend = "b";
  to_b.alternatives = {{at_door}};
  relay.settings().rules = {to_l, to_b};
  relay.start();
  auto client = relay.connect();
  auto server = relay.accept(1);
  CHECK(relay.back("b").counts->all_sessions == 1);
  CHECK(relay.back("l").counts->all_sessions == 0);
}

TEST_CASE("a server without a port is asked on the one that the client came to") {
  relay_fixture relay;
  auto& moved = relay.add_server();
  moved.keeps_client_port = true;
  moved.port_offset = net::port_of(moved.address) - net::port_of(relay.door());
  net::set_port(moved.address, 0);
  relay.start();
  auto client = relay.connect();
  auto server = relay.accept();
  CHECK(client.send("there"));
  CHECK(relay.read(server, 5) == "there");
}

TEST_CASE("the kernel asks after the side that an option names") {
  for (auto client : {false, true})
    for (auto server : {false, true}) {
      relay_fixture relay;
      relay.add_server();
      relay.settings().tcp_keepalive_client = client;
      relay.settings().tcp_keepalive_server = server;
      relay.start();
      auto one = relay.connect();
      auto other = relay.accept();
      auto sessions = relay.engine().actions().sessions();
      REQUIRE(sessions.size() == 1);
      CHECK(kept_alive(sessions[0].client_fd) == client);
      CHECK(kept_alive(sessions[0].server_fd) == server);
    }
}

} // namespace mw::connect_test
