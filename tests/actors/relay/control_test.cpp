// Commands of the CLI that change frontends, servers and sessions.
#include "tests/fixtures/relay_fixture.hpp"

namespace mw::control_test {

using namespace mw::test;
using relay::operation;
using relay::wanted_state;

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
  relay.parts().processes = 2; // whose other one goes on accepting
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

TEST_CASE("a port that no other process accepts from refuses clients while it is disabled") {
  relay_fixture relay;
  relay.add_server();
  relay.start();
  auto& actions = relay.engine().actions();
  CHECK(relay.is_open());
  auto before = relay.accept();
  CHECK(actions.disable(relay.front()));
  CHECK_FALSE(relay.is_open());
  CHECK(actions.enable(relay.front()));
  auto client = relay.connect();
  auto server = relay.accept();
  CHECK(client.send("again"));
  CHECK(relay.read(server, 5) == "again");
  CHECK(actions.shutdown(relay.front()));
  CHECK_FALSE(relay.is_open());
}

TEST_CASE("a port that a predecessor has left refusing is opened at the start") {
  relay_fixture relay;
  relay.add_server();
  REQUIRE(::shutdown(relay.door_socket().get(), SHUT_RD) == 0);
  CHECK_FALSE(relay.is_open());
  relay.start();
  CHECK(relay.is_open());
}

TEST_CASE("a port that another process makes refuse is opened again by one that is not disabled") {
  relay_fixture relay;
  relay.add_server();
  auto other = relay.door_socket();
  relay.start();
  relay.settle();
  REQUIRE(::shutdown(other.get(), SHUT_RD) == 0);
  relay.settle();
  CHECK(relay.is_open());
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
  CHECK(relay.srv().down_time(relay.now()) >= seconds{100});
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

} // namespace mw::control_test
