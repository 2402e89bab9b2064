// The order in which servers get sessions, as HAProxy 2.6.12 has printed it.
#include "actors/relay/balance/balancer.hpp"
#include "net/address/socket_address.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>

namespace mw::balancer_test {

using namespace mw::relay;

namespace {

/// A backend whose servers have these weights, without connections.
struct balanced {
  config::proxy_settings settings;
  backend servers;

  balanced(config::balance_algorithm algorithm, const std::vector<unsigned>& weights) {
    settings.balance = algorithm;
    servers.settings = &settings;
    for (auto weight : weights) {
      auto& added = *servers.servers.emplace_back(std::make_unique<server>());
      added.owner = &servers;
      added.settings.id = static_cast<unsigned>(servers.servers.size());
      added.weight = weight;
      added.effective_weight = weight * 16;
    }
  }

  server& at(size_t number) { return *servers.servers[number - 1]; }

  balancer& balance() {
    if (!servers.balance)
      servers.balance = make_balancer(servers);
    return *servers.balance;
  }

  char pick(const net::socket_address& source = {}, const server* avoid = nullptr) {
    auto* chosen = balance().choose({source, avoid, {}});
    return chosen == nullptr ? '-' : static_cast<char>('0' + chosen->settings.id);
  }

  std::string picks(size_t count) {
    std::string all;
    while (all.size() < count)
      all += pick();
    return all;
  }

  /// The servers for the addresses that HAProxy was tried with.
  std::string picks_by_source() {
    std::string all;
    for (const auto* text :
         {"127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6", "127.0.0.7",
          "127.0.0.8", "127.1.2.3", "127.9.8.7", "127.77.66.55", "127.200.100.50"}) {
      auto address = sockaddr_in{};
      address.sin_family = AF_INET;
      REQUIRE(::inet_pton(AF_INET, text, &address.sin_addr) == 1);
      all += pick(net::address_from(address));
    }
    return all;
  }
};

std::string order_of(config::balance_algorithm algorithm, const std::vector<unsigned>& weights,
                     size_t count) {
  return balanced(algorithm, weights).picks(count);
}

constexpr auto roundrobin = config::balance_algorithm::roundrobin;
constexpr auto static_rr = config::balance_algorithm::static_rr;

} // namespace

TEST_CASE("roundrobin gives turns in HAProxy's order") {
  CHECK(order_of(roundrobin, {1, 1, 1}, 9) == "123123123");
  CHECK(order_of(roundrobin, {1, 2, 3}, 60) ==
        "323132323132323132323132323132323132323132323132323132323132");
  CHECK(order_of(roundrobin, {3, 2, 1}, 18) == "121312121312121312");
  CHECK(order_of(roundrobin, {5, 1, 1}, 60) ==
        "111211311121131112113111211311121131112113111211311121131112");
  CHECK(order_of(roundrobin, {10, 20, 30}, 12) == "323132323132");
  CHECK(order_of(roundrobin, {4, 1}, 15) == "111121111211112");
  CHECK(order_of(roundrobin, {7, 3, 2, 1}, 60) ==
        "112131214132111213121413211121312141321112131214132111213121");
}

TEST_CASE("static-rr gives turns in HAProxy's order") {
  CHECK(order_of(static_rr, {1, 1, 1}, 9) == "123123123");
  CHECK(order_of(static_rr, {1, 2, 3}, 12) == "132323132323");
  CHECK(order_of(static_rr, {3, 2, 1}, 12) == "112123112123");
  CHECK(order_of(static_rr, {5, 1, 1}, 14) == "11121131112113");
  CHECK(order_of(static_rr, {10, 20, 30}, 12) == "132323132323");
  CHECK(order_of(static_rr, {7, 3, 2, 1}, 30) == "112121312131411212131213141121");
}

TEST_CASE("the hash of a client's address chooses HAProxy's server") {
  auto by_source = balanced(config::balance_algorithm::source, {1, 2, 3});
  CHECK(by_source.picks_by_source() == "313232313331");
  auto of_equals = balanced(config::balance_algorithm::source, {1, 1, 1, 1});
  CHECK(of_equals.picks_by_source() == "234123414443");
}

TEST_CASE("the consistent hash of a client's address chooses HAProxy's server") {
  auto by_source = balanced(config::balance_algorithm::source, {1, 2, 3});
  by_source.settings.consistent_hash = true;
  CHECK(by_source.picks_by_source() == "312133312331");
  auto of_equals = balanced(config::balance_algorithm::source, {1, 1, 1, 1});
  of_equals.settings.consistent_hash = true;
  CHECK(of_equals.picks_by_source() == "443141313331");
}

TEST_CASE("a server that leaves takes only its own clients along from a consistent hash") {
  auto by_source = balanced(config::balance_algorithm::source, {1, 1, 1, 1});
  by_source.settings.consistent_hash = true;
  auto before = by_source.picks_by_source();
  by_source.at(3).state = operation::stopped;
  by_source.balance().servers_changed();
  auto after = by_source.picks_by_source();
  for (size_t at = 0; at < before.size(); ++at)
    CHECK((before[at] == '3' ? after[at] != '3' : after[at] == before[at]));
}

TEST_CASE("leastconn prefers the lowest load by weight and among equals the one waiting longest") {
  auto least = balanced(config::balance_algorithm::leastconn, {1, 2, 3});
  auto take = [&] {
    auto chosen = least.pick();
    auto& taken = least.at(static_cast<size_t>(chosen - '0'));
    ++taken.served;
    least.balance().load_changed(taken);
    return chosen;
  };
  std::string idle;
  for (auto left = 6; left > 0; --left) {
    idle += take();
    auto& taken = least.at(static_cast<size_t>(idle.back() - '0'));
    --taken.served;
    least.balance().load_changed(taken);
  }
  CHECK(idle == "123123");
  std::string kept;
  for (auto left = 12; left > 0; --left)
    kept += take();
  CHECK(kept == "123323323123");
}

TEST_CASE("first fills the server with the lowest number before it takes the next one") {
  auto first = balanced(config::balance_algorithm::first, {1, 1});
  first.at(1).maxconn = 1;
  CHECK(first.pick() == '1');
  first.at(1).served = 1;
  CHECK(first.pick() == '2');
  first.at(2).maxconn = 1;
  first.at(2).served = 1;
  CHECK(first.pick() == '-');
}

TEST_CASE("random takes every server by its weight and none that is full") {
  auto any = balanced(config::balance_algorithm::random, {1, 3});
  any.settings.random_draws = 1;
  auto picks = any.picks(2000);
  auto second = std::count(picks.begin(), picks.end(), '2');
  CHECK(second > 1200);
  CHECK(second < 1800);
  any.at(1).maxconn = any.at(2).maxconn = 1;
  any.at(1).served = any.at(2).served = 1;
  CHECK(any.pick() == '-');
}

TEST_CASE("a saturated server is passed over and has its turns again later") {
  auto round = balanced(roundrobin, {1, 1, 1});
  round.at(2).maxconn = 1;
  round.at(2).served = 1;
  CHECK(round.picks(4) == "1313");
  round.at(1).maxconn = round.at(3).maxconn = 1;
  round.at(1).served = round.at(3).served = 1;
  CHECK(round.pick() == '-');
  round.at(2).served = 0;
  CHECK(round.pick() == '2');
}

TEST_CASE("the server that has just failed is chosen only if there is no other") {
  auto algorithm =
      GENERATE(config::balance_algorithm::roundrobin, config::balance_algorithm::static_rr,
               config::balance_algorithm::leastconn);
  auto two = balanced(algorithm, {1, 1});
  CHECK(two.pick({}, &two.at(1)) == '2');
  CHECK(two.pick({}, &two.at(2)) == '1');
  two.at(2).state = operation::stopped;
  two.balance().servers_changed();
  CHECK(two.pick({}, &two.at(1)) == '1');
}

TEST_CASE("backup servers serve when no other can") {
  auto round = balanced(roundrobin, {1, 1, 1});
  round.at(2).settings.backup = round.at(3).settings.backup = true;
  CHECK(round.picks(3) == "111");
  round.at(1).admin_state = admin::maintenance;
  round.balance().servers_changed();
  CHECK(round.picks(3) == "222");
  round.settings.all_backups = true;
  round.balance().servers_changed();
  CHECK(round.picks(4) == "2323");
  round.at(2).state = round.at(3).state = operation::stopped;
  round.balance().servers_changed();
  CHECK(round.pick() == '-');
}

TEST_CASE("without usable servers every algorithm chooses none") {
  for (auto algorithm :
       {config::balance_algorithm::roundrobin, config::balance_algorithm::static_rr,
        config::balance_algorithm::leastconn, config::balance_algorithm::first,
        config::balance_algorithm::source, config::balance_algorithm::random})
    CHECK(order_of(algorithm, {}, 1) == "-");
}

} // namespace mw::balancer_test
