// `set server ... addr`: a server's new address, and the answer.
#include "actors/config/proxies/server_address.hpp"
#include "actors/worker/servers/server_move.hpp"

#include <catch2/catch.hpp>

namespace mw::server_move_test {

using namespace mw::worker;

namespace {

/// The server's new address, and the answer without its end.
std::pair<std::string, std::string> moved(const std::string& from,
                                          const std::vector<std::string>& values) {
  auto place = relay::server_place{.address = config::find_server_address(from)->address};
  auto move = plan_move(place, 0, values);
  constexpr auto end = std::string_view{" by 'stats socket command'\n"};
  REQUIRE(move.text.ends_with(end));
  CHECK(move.changed == (to_string(move.to.address) != from));
  return {to_string(move.to.address), move.text.substr(0, move.text.size() - end.size())};
}

using result = std::pair<std::string, std::string>;

} // namespace

TEST_CASE("a server gets another address or port and HAProxy's words tell which") {
  CHECK(moved("127.0.0.1:1", {"127.0.0.2"}) ==
        result{"127.0.0.2:1", "IP changed from '127.0.0.1' to '127.0.0.2'"});
  CHECK(moved("127.0.0.1:1", {"127.0.0.1", "port", "44"}) ==
        result{"127.0.0.1:44", "no need to change the addr, port changed from '1' to '44'"});
  CHECK(moved("127.0.0.1:1", {"::1", "port", "2"}) ==
        result{"[::1]:2", "IP changed from '127.0.0.1' to '::1', port changed from '1' to '2'"});
}

TEST_CASE("a server stays where it is if nothing is new or something is wrong") {
  CHECK(moved("127.0.0.1:1", {"127.0.0.1"}) == result{"127.0.0.1:1", "no need to change the addr"});
  CHECK(moved("127.0.0.1:1", {"localhost"}) == result{"127.0.0.1:1", "Invalid addr 'localhost'"});
  CHECK(moved("127.0.0.1:1", {"127.0.0.1", "port", "x"}) ==
        result{"127.0.0.1:1", "no need to change the addr, problem converting port 'x' to an int"});
}

TEST_CASE("a server goes to its client's port only if the checks have one of their own") {
  auto place = relay::server_place{.address = config::find_server_address("127.0.0.1:80")->address};
  auto words = std::vector<std::string>{"127.0.0.2", "port", "+5"};
  auto refused = plan_move(place, 0, words);
  CHECK_FALSE(refused.changed);
  CHECK_THAT(refused.text, Catch::Contains("can't change <port> to port map"));
  auto moved_on = plan_move(place, 99, words);
  CHECK(moved_on.text == "IP changed from '127.0.0.1' to '127.0.0.2', port changed from '80' to "
                         "'+5' by 'stats socket command'\n");
  CHECK((moved_on.changed && moved_on.to.keeps_client_port && moved_on.to.port_offset == 5));
  CHECK(to_string(moved_on.to.address) == "127.0.0.2:0");
  words[2] = "-3";
  auto lower = plan_move(moved_on.to, 0, words);
  CHECK(lower.text == "no need to change the addr, port changed from '+5' to '-3' by 'stats socket "
                      "command'\n");
  CHECK(lower.to.port_offset == -3);
  words[2] = "81";
  auto fixed = plan_move(lower.to, 0, words);
  CHECK_THAT(fixed.text, Catch::Contains("port changed from '+65533' to '81'"));
  CHECK_FALSE(fixed.to.keeps_client_port);
  CHECK(to_string(fixed.to.address) == "127.0.0.2:81");
}

TEST_CASE("a unix socket's server gets no other address") {
  auto place = relay::server_place{.address = config::find_server_address("unix@/a")->address};
  auto words = std::vector<std::string>{"127.0.0.2", "port", "5"};
  auto move = plan_move(place, 0, words);
  CHECK_FALSE(move.changed);
  CHECK(move.text == "Update for the current server address family is only supported through "
                     "configuration file by 'stats socket command'\n");
}

TEST_CASE("checks go elsewhere by numbers only and keep what is not said") {
  using maybe = std::optional<std::string>;
  auto from = check_target{config::find_host("127.0.0.9").value(), 99};
  auto error = [&](const maybe& address, const maybe& port, bool mapped = false) {
    auto move = plan_check_move(from, address, port, mapped);
    return move ? std::string("none") : move.error();
  };
  auto moved_on = plan_check_move(from, "127.0.0.3", std::nullopt, false);
  REQUIRE(moved_on);
  CHECK((moved_on->address == config::find_host("127.0.0.3").value() && moved_on->port == 99));
  auto other_port = plan_check_move(from, std::nullopt, "7", false);
  REQUIRE(other_port);
  CHECK((other_port->address == from.address && other_port->port == 7));
  CHECK(error("localhost", std::nullopt) == "invalid addr 'localhost'");
  CHECK(error("127.0.0.3", "") == "provided port is not an integer");
  CHECK(error(std::nullopt, "5x") == "provided port is not an integer");
  CHECK(error(std::nullopt, "70000") == "provided port is invalid");
  CHECK(error(std::nullopt, "-1") == "provided port is invalid");
  CHECK(error(std::nullopt, "0") == "none");
  CHECK(error(std::nullopt, "0", true) == "can't unset 'port' since MAPPORTS is in use");
}

} // namespace mw::server_move_test
