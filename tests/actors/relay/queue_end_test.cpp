// How sessions end that waited in a queue: the lines of HAProxy 2.6.12 for the same.
#include "tests/support/log_receiver.hpp"

namespace mw::queue_end_test {

using namespace mw::test;
using relay::wanted_state;

namespace {

/// All clients of one host go to one server, in whose queue they wait.
void by_source(config::proxy_settings& l) {
  l.balance = config::balance_algorithm::source;
  l.queue_timeout = milliseconds{400};
}

/// With a second server for those that the first one cannot have.
void with_backup(config::proxy_settings& l, const unique_fd& socket) {
  by_source(l);
  l.redispatch = -1;
  auto& added = l.servers.emplace_back();
  added.id = 2;
  added.name = "s2";
  added.address = net::local_address(socket.get());
  added.backup = true;
}

} // namespace

TEST_CASE("a session that got no slot in time says how long it waited and in which queue") {
  auto of_server = GENERATE(false, true);
  logged_relay relay([=](auto& l) {
    l.queue_timeout = milliseconds{400};
    if (of_server)
      by_source(l);
  });
  auto waiting = relay.connect_waiting();
  relay.pass(milliseconds{400});
  CHECK(relay.end() ==
        (of_server ? "s1 400/-1/400 0 sQ 2/2/1/1/0 1/0" : "<NOSRV> 400/-1/400 0 sQ 2/2/1/0/0 0/1"));
}

TEST_CASE("sessions served from a queue say how many places they went through") {
  auto of_server = GENERATE(false, true);
  logged_relay relay([=](auto& l) {
    if (of_server)
      by_source(l);
    l.queue_timeout = {};
    l.connect_timeout = {};
  });
  auto first = relay.connect_waiting();
  relay.pass(milliseconds{50});
  auto second = relay.connect_waiting();
  relay.pass(milliseconds{150});
  relay.leave_slot();
  CHECK(relay.end() == "s1 0/0/200 0 -- 3/3/2/0/0 0/0");
  relay.ends.client = std::move(first);
  relay.ends.server = relay.accept();
  relay.pass(milliseconds{100});
  relay.leave_slot();
  CHECK(relay.end() == std::string("s1 200/0/300 0 -- 2/2/1/0/0 ") + (of_server ? "1/0" : "0/1"));
  relay.ends.client = std::move(second);
  relay.ends.server = relay.accept();
  relay.leave_slot();
  CHECK(relay.end() == std::string("s1 250/0/250 0 -- 1/1/0/0/0 ") + (of_server ? "2/0" : "0/2"));
}

TEST_CASE("places of those who were served count for one whose time is up, of others do not") {
  logged_relay relay([](auto& l) { l.queue_timeout = milliseconds{600}; });
  auto first = relay.connect_waiting();
  auto aborted = relay.connect_waiting();
  auto last = relay.connect_waiting();
  aborted.abort();
  relay.settle();
  CHECK(relay.end() == "<NOSRV> 0/-1/0 0 CD 4/4/3/0/0 0/1");
  relay.pass(milliseconds{100});
  relay.leave_slot();
  CHECK(relay.end() == "s1 0/0/100 0 -- 3/3/2/0/0 0/0");
  relay.pass(milliseconds{500});
  CHECK(relay.end() == "<NOSRV> 600/-1/600 0 sQ 2/2/1/0/0 0/2");
}

TEST_CASE("a client that resets its connection while it waits is an abort of its data") {
  auto of_server = GENERATE(false, true);
  auto said = GENERATE(false, true);
  logged_relay relay([=](auto& l) {
    if (of_server)
      by_source(l);
  });
  auto waiting = relay.connect_waiting();
  if (said)
    CHECK(waiting.send("x"));
  relay.pass(milliseconds{150});
  waiting.abort();
  relay.settle();
  CHECK(relay.end() ==
        (of_server ? "s1 150/-1/150 0 CD 2/2/1/1/0 1/0" : "<NOSRV> 150/-1/150 0 CD 2/2/1/0/0 0/1"));
}

TEST_CASE("a client that ends while it waits is let go, unless it has said something") {
  auto said = GENERATE(false, true);
  logged_relay relay([](auto& l) { l.queue_timeout = milliseconds{600}; });
  auto waiting = relay.connect_waiting();
  if (said)
    CHECK(waiting.send("x"));
  relay.pass(milliseconds{150});
  waiting.end();
  relay.settle();
  relay.pass(milliseconds{450});
  CHECK(relay.end() ==
        (said ? "<NOSRV> 600/-1/600 0 sQ 2/2/1/0/0 0/1" : "<NOSRV> 150/-1/150 0 CQ 2/2/1/0/0 0/1"));
}

TEST_CASE("a silent client is not waited with longer than its own time limit") {
  auto said = GENERATE(false, true);
  logged_relay relay([](auto& l) {
    l.queue_timeout = milliseconds{900};
    l.client_timeout = milliseconds{300};
    l.tunnel_timeout = milliseconds{20'000};
  });
  auto waiting = relay.connect_waiting();
  if (said)
    CHECK(waiting.send("x"));
  relay.pass(milliseconds{900});
  CHECK(relay.end() ==
        (said ? "<NOSRV> 900/-1/900 0 sQ 2/2/1/0/0 0/1" : "<NOSRV> -1/-1/300 0 cQ 2/2/1/0/0 0/1"));
  CHECK(relay.back().counts->client_aborts == (said ? 0 : 1));
}

TEST_CASE("a session that finds its server's queue full names the server") {
  logged_relay relay([](auto& l) {
    by_source(l);
    l.servers.front().maxqueue = 1;
  });
  auto waiting = relay.connect_waiting();
  auto refused = relay.connect();
  relay.settle();
  CHECK(relay.end() == "s1 -1/-1/0 0 SQ 3/3/2/1/0 0/0");
  CHECK(relay.srv().counts->failed_connects == 1);
  CHECK(relay.back().counts->failed_connects == 1);
}

TEST_CASE("a session is killed in a queue and beside it") {
  logged_relay relay;
  auto waiting = relay.connect_waiting();
  relay.pass(milliseconds{100});
  CHECK(relay.engine().actions().shutdown_session(2));
  CHECK(relay.end() == "<NOSRV> 100/-1/100 0 KQ 2/2/1/0/0 0/1");
  relay.engine().actions().shutdown_sessions(relay.srv());
  CHECK(relay.end() == "s1 0/0/100 0 K- 1/1/0/0/0 0/0");
}

TEST_CASE("those who wait for a server that goes down wait on without redispatch") {
  logged_relay relay(by_source);
  auto waiting = relay.connect_waiting();
  relay.pass(milliseconds{100});
  relay.engine().actions().set_state(relay.srv(), wanted_state::maintenance);
  relay.pass(milliseconds{300});
  CHECK(relay.end() == "s1 400/-1/400 0 sQ 2/2/1/1/0 1/0");
}

TEST_CASE("with redispatch they go to another server, or end if there is none") {
  auto there_is = GENERATE(false, true);
  auto other = listening();
  logged_relay relay([&](auto& l) {
    with_backup(l, other);
    l.servers.back().disabled = !there_is;
  });
  auto waiting = relay.connect_waiting();
  relay.pass(milliseconds{100});
  relay.engine().actions().set_state(relay.srv(), wanted_state::maintenance);
  relay.settle();
  CHECK(relay.srv().counts->redispatches == (there_is ? 1 : 0));
  if (!there_is) {
    CHECK(relay.end() == "<NOSRV> -1/-1/100 0 SC 2/2/1/0/+0 1/0");
    return;
  }
  relay.pass(milliseconds{50});
  waiting.abort();
  relay.settle();
  CHECK(relay.end() == "s2 100/0/150 0 CD 2/2/1/0/+0 1/0");
  CHECK(relay.back().counts->redispatches == 1);
}

TEST_CASE("a session that was served and then refused keeps what it waited") {
  logged_relay relay([](auto& l) {
    l.retries = 2;
    l.connect_timeout = milliseconds{100};
    l.queue_timeout = milliseconds{400};
  });
  auto waiting = relay.connect_waiting();
  relay.pass(milliseconds{50});
  relay.server_socket().reset();
  relay.leave_slot();
  CHECK(relay.end() == "s1 0/0/50 0 -- 2/2/1/0/0 0/0");
  relay.pass(milliseconds{200});
  CHECK(relay.end() == "s1 50/-1/250 0 SC 1/1/0/0/2 0/1");
}

} // namespace mw::queue_end_test
