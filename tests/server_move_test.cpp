// `set server ... addr`: where a server goes, and what is said about it.
#include "actors/config/server_address.hpp"
#include "actors/worker/server_move.hpp"

#include <catch2/catch.hpp>

using namespace mw;
using namespace mw::worker;

namespace {

/// Where the server goes, and the answer without its end.
std::pair<std::string, std::string> moved(const std::string& from,
                                          const std::vector<std::string>& values) {
  auto move = plan_move(find_server_address(from)->address, values);
  constexpr auto end = std::string_view{" by 'stats socket command'\n"};
  REQUIRE(move.text.ends_with(end));
  CHECK(move.changed == (to_string(move.to) != from));
  return {to_string(move.to), move.text.substr(0, move.text.size() - end.size())};
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
