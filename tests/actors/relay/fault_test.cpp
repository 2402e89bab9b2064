// Faults of servers, and their consequences.
#include "tests/fixtures/connected_relay.hpp"
#include "tests/support/stderr_capture.hpp"

namespace mw::fault_test {

using namespace mw::test;
using relay::operation;
using relay::wanted_health;

namespace {

/// A port on which no process listens, held by the caller.
unique_fd silent_place() {
  auto fd = unique_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  REQUIRE(bind_to(fd, loopback()) == 0);
  return fd;
}

config::proxy_server& quickly_checked(relay_fixture& relay) {
  auto& added = relay.add_server();
  added.check = true;
  added.inter = milliseconds{20};
  return added;
}

} // namespace

TEST_CASE("an interval of redispatch says on which of the retries another server is asked") {
  struct example {
    int interval;
    unsigned retries_first; ///< retries of the refusing server before another one is asked
  };

  auto [interval, retries_first] =
      GENERATE(example{1, 0}, example{2, 1}, example{-1, 2}, example{-2, 1});
  auto nowhere = silent_place();
  relay_fixture relay;
  relay.settings().balance = config::balance_algorithm::source;
  relay.settings().consistent_hash = true;
  relay.settings().connect_timeout = milliseconds{30};
  relay.settings().retries = 3;
  relay.settings().redispatch = interval;
  relay.add_server();
  relay.add_server_at(net::local_address(nowhere.get())); // the one for 127.0.0.1
  relay.start();
  auto client = relay.connect();
  relay.settle();
  relay.pass(milliseconds{30} * retries_first);
  CHECK(relay.has_connection(0));
  INFO(interval);
  CHECK(relay.srv(1).counts->redispatches == 1);
  CHECK(relay.srv(1).counts->retries == retries_first);
  CHECK(relay.srv(0).counts->all_sessions == 1);
}

TEST_CASE("where the balancing would choose another server anyway it is asked at once") {
  auto algorithm =
      GENERATE(config::balance_algorithm::roundrobin, config::balance_algorithm::static_rr,
               config::balance_algorithm::leastconn, config::balance_algorithm::first);
  auto nowhere = silent_place();
  relay_fixture relay;
  relay.settings().balance = algorithm;
  relay.settings().redispatch = -1;
  relay.add_server_at(net::local_address(nowhere.get()));
  relay.add_server();
  relay.start();
  auto client = relay.connect();
  CHECK(relay.has_connection(0));
  CHECK(relay.srv(0).counts->redispatches == 1);
  CHECK(relay.srv(0).counts->retries == 0);
}

TEST_CASE("without redispatch a session stays with a server that refuses, to the last retry") {
  auto nowhere = silent_place();
  relay_fixture relay;
  relay.settings().balance = config::balance_algorithm::first;
  relay.settings().retries = 1;
  relay.add_server_at(net::local_address(nowhere.get()));
  relay.add_server();
  relay.start();
  auto client = relay.connect();
  relay.settle();
  relay.pass(milliseconds{1000}); // the pause before the retry
  CHECK(relay.read_all(client).empty());
  CHECK(relay.srv(0).counts->retries == 1);
  CHECK(relay.srv(1).counts->all_sessions == 0);
}

TEST_CASE("on-marked-up shutdown-backup-sessions ends what backup servers have when one comes") {
  auto shutting = GENERATE(true, false);
  relay_fixture relay;
  relay.add_server().shutdown_backup_sessions_when_up = shutting;
  relay.add_server().backup = true;
  relay.start();
  stderr_capture quiet;
  auto& actions = relay.engine().actions();
  actions.set_health(relay.srv(0), wanted_health::down);
  auto client = relay.connect();
  auto server = relay.accept(1);
  actions.set_health(relay.srv(0), wanted_health::up);
  relay.settle();
  CHECK(relay.front().counts->sessions.current == (shutting ? 0 : 1));
  CHECK(relay.srv(0).usable());
}

TEST_CASE("a server that answers slowly is waited for within its time limit") {
  connected_relay relay([](auto& l) { l.server_timeout = milliseconds{20'000}; });
  auto& [client, server] = relay.ends;
  CHECK(client.send("question"));
  CHECK(relay.read(server, 8) == "question");
  for (const auto* part : {"an", "sw", "er"}) {
    relay.pass(milliseconds{19'000});
    CHECK(server.send(part));
    CHECK(relay.read(client, 2) == part);
  }
  CHECK(relay.srv().counts->server_aborts == 0);
  CHECK(relay.front().counts->sessions.current == 1);
}

TEST_CASE("a server whose health flaps goes down and comes back each time, and each is counted") {
  relay_fixture relay;
  auto& flapping = quickly_checked(relay);
  flapping.rise = 1;
  flapping.fall = 1;
  relay.start();
  auto port = net::port_of(relay.srv().address);
  stderr_capture quiet;
  for (int round = 1; round <= 3; ++round) {
    relay.pass_until([&] { return relay.srv().check.verdict == relay::check_verdict::passed; });
    CHECK(relay.srv().usable());
    relay.server_socket().reset();
    relay.pass_until([&] { return relay.srv().state == operation::stopped; });
    CHECK(relay.srv().counts->downs == static_cast<uint64_t>(round));
    CHECK_FALSE(relay.back().up());
    relay.server_socket() = listening(port);
    relay.pass_until([&] { return relay.srv().state == operation::running; });
  }
  CHECK(relay.back().counts->downs == 3);
}

TEST_CASE("a process that is about to end asks no server any more") {
  relay_fixture relay;
  quickly_checked(relay);
  relay.add_server();
  relay.start();
  auto client = relay.connect();
  relay.pass_until([&] { return relay.srv().check.has_duration; });
  stderr_capture quiet;
  relay.stop().request();
  relay.pass_until([&] { return !relay.srv().check.in_progress; });
  relay.server_socket().reset();
  relay.pass(milliseconds{120});
  CHECK(relay.srv().state == operation::running);
  CHECK(relay.srv().counts->failed_checks == 0);
}

TEST_CASE("checks go where the CLI says") {
  relay_fixture relay;
  auto& elsewhere = quickly_checked(relay);
  elsewhere.fall = 1;
  auto nowhere = silent_place();
  relay.start();
  relay.pass_until([&] { return relay.srv().check.verdict == relay::check_verdict::passed; });
  stderr_capture quiet;
  auto& actions = relay.engine().actions();
  actions.set_check_target(relay.srv(), {}, net::port_of(net::local_address(nowhere.get())));
  relay.pass_until([&] { return relay.srv().state == operation::stopped; });
  actions.set_check_target(relay.srv(), {}, 0);
  relay.pass_until([&] { return relay.srv().state == operation::running; });
}

TEST_CASE("times between checks are spread by as much as is asked for") {
  relay_fixture relay;
  quickly_checked(relay).inter = milliseconds{40};
  relay.parts().spread_checks = 50;
  relay.start();
  auto shortest = milliseconds::max();
  auto longest = milliseconds::min();
  auto last = relay.now();
  for (int asked = 0; asked < 12; ++asked) {
    relay.pass_until([&] { return relay.has_connection(0); });
    auto taken = relay.accept();
    auto now = relay.now();
    auto time = std::chrono::duration_cast<milliseconds>(now - std::exchange(last, now));
    if (asked > 0) {
      shortest = std::min(shortest, time);
      longest = std::max(longest, time);
    }
  }
  CHECK(shortest < milliseconds{40});
  CHECK(longest > shortest);
}

} // namespace mw::fault_test
