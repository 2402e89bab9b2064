// TCP listeners: ports, hosts, families and interfaces.
#include "net/listen/inet_listener.hpp"
#include "tests/support/sockets.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <stdexcept>
#include <utility>

namespace mw::inet_listener_test {

namespace {

/// Finds three ports in a row that were free just now.
std::pair<uint16_t, uint16_t> free_range() {
  for (int attempt = 0; attempt < 100; ++attempt) {
    auto first = open_one("127.0.0.1:0").where().port;
    auto last = static_cast<uint16_t>(first + 2);
    if (last > first && open_at(fmt::format("127.0.0.1:{}-{}", first, last)))
      return {first, last};
  }
  throw std::runtime_error("no three free ports in a row");
}

} // namespace

TEST_CASE("port 0 is a port of the kernel's choice", "[inet_listener]") {
  auto listener = open_one("127.0.0.1:0");
  auto port = listener.where().port;
  CHECK(port != 0);
  CHECK(to_string(listener.where()) == fmt::format("ipv4@127.0.0.1:{}", port));
  CHECK(serves_ipv4(port));
  CHECK(is_private_and_non_blocking(listener.fd()));
  CHECK(option_of(listener.fd(), SOL_SOCKET, SO_REUSEADDR) == 1);
}

TEST_CASE("any host is IPv4's, or IPv6's after its prefix", "[inet_listener]") {
  auto four = open_one(":0");
  CHECK(to_string(four.where()) == fmt::format("ipv4@0.0.0.0:{}", four.where().port));
  auto six = open_one("ipv6@:0");
  CHECK(to_string(six.where()) == fmt::format("ipv6@[::]:{}", six.where().port));
}

TEST_CASE("a name is looked up", "[inet_listener]") {
  auto listener = open_one("ipv4@localhost:0");
  CHECK(to_string(listener.where()) == fmt::format("ipv4@127.0.0.1:{}", listener.where().port));
}

TEST_CASE("a name that is none is one clear line", "[inet_listener]") {
  // A name of more than 63 bytes without a dot is refused by every resolver without asking a
  // server.
  std::string name(70, 'x');
  CHECK_THAT(error_at(name + ":0"),
             Catch::StartsWith("cannot listen on '" + name + ":0': invalid address: "));
}

TEST_CASE("a port in use is one clear line", "[inet_listener]") {
  auto first = open_one("127.0.0.1:0");
  auto where = fmt::format("127.0.0.1:{}", first.where().port);
  CHECK(error_at(where) == "cannot listen on 'ipv4@" + where + "': Address already in use");
}

TEST_CASE("any host and one host have the same port if they are ours, and the one is served first",
          "[inet_listener]") {
  auto pair = GENERATE(std::pair{"127.0.0.1", "*"}, std::pair{"*", "127.0.0.1"},
                       std::pair{"127.0.0.1", "ipv6@"});
  INFO(pair.first << " and " << pair.second);
  auto first = open_one(std::string(pair.first) + ":0");
  auto where = fmt::format("{}:{}", pair.second, first.where().port);
  CHECK_THAT(error_at(where), Catch::EndsWith("Address already in use"));
  auto beside = listen_options{};
  beside.beside = {first.fd()};
  auto second = open_one(where, beside);
  CHECK(second.where().port == first.where().port);
  CHECK(serves_ipv4(first.where().port));
  const auto& one = first.where().host == "127.0.0.1" ? first : second;
  CHECK(unique_fd(::accept4(one.fd(), nullptr, nullptr, SOCK_CLOEXEC)));
}

TEST_CASE("sockets that have stood together do not let others have their port", "[inet_listener]") {
  auto first = open_one("*:0");
  auto port = first.where().port;
  auto beside = listen_options{};
  beside.beside = {first.fd()};
  auto second = open_one(fmt::format("127.0.0.1:{}", port), beside);
  for (const auto* socket : {&first, &second})
    CHECK(option_of(socket->fd(), SOL_SOCKET, SO_REUSEPORT) == 0);
  CHECK_THAT(error_at(fmt::format("127.0.0.2:{}", port)),
             Catch::EndsWith("Address already in use"));
}

TEST_CASE("the same address is in use, ours or not", "[inet_listener]") {
  auto first = open_one("127.0.0.1:0");
  auto beside = listen_options{};
  beside.beside = {first.fd()};
  auto where = net::parse_address(fmt::format("127.0.0.1:{}", first.where().port)).value();
  CHECK_THAT(open_listeners(where, beside).error(), Catch::EndsWith("Address already in use"));
}

TEST_CASE("a range opens each of its ports", "[inet_listener]") {
  auto [first, last] = free_range();
  auto all = open_at(fmt::format("127.0.0.1:{}-{}", first, last));
  REQUIRE(all);
  REQUIRE(all->size() == 3);
  CHECK(to_string(all->at(0).where()) == fmt::format("ipv4@127.0.0.1:{}", first));
  CHECK(to_string(all->at(2).where()) == fmt::format("ipv4@127.0.0.1:{}", last));
  CHECK(serves_ipv4(first));
  CHECK(serves_ipv4(last));
}

TEST_CASE("a range with a port in use is one clear line and opens none", "[inet_listener]") {
  auto [first, last] = free_range();
  auto taken = open_one(fmt::format("127.0.0.1:{}", last));
  CHECK(error_at(fmt::format("127.0.0.1:{}-{}", first, last)) ==
        fmt::format("cannot listen on 'ipv4@127.0.0.1:{}': Address already in use", last));
  CHECK_FALSE(serves_ipv4(first));
}

TEST_CASE("v6only and v4v6 say who may come in", "[inet_listener]") {
  listen_options options;
  options.v4v6 = true;
  auto both = open_one("ipv6@:0", options);
  CHECK(serves_ipv4(both.where().port));
  CHECK(option_of(both.fd(), IPPROTO_IPV6, IPV6_V6ONLY) == 0);
  options.v6only = true;
  auto only = open_one("ipv6@:0", options);
  CHECK_FALSE(serves_ipv4(only.where().port));
  CHECK(option_of(only.fd(), IPPROTO_IPV6, IPV6_V6ONLY) == 1);
}

TEST_CASE("a listener can be bound to an interface that exists", "[inet_listener]") {
  listen_options options;
  options.interface = "lo";
  auto listener = open_one("127.0.0.1:0", options);
  CHECK(serves_ipv4(listener.where().port));
  options.interface = "no-such-if";
  CHECK(error_at("127.0.0.1:0", options) ==
        "cannot listen on 'ipv4@127.0.0.1:0': cannot bind to interface 'no-such-if': "
        "No such device");
}

} // namespace mw::inet_listener_test
