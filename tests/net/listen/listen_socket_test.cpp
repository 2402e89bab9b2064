// When a socket file is taken away and when it is not, and the form of address that does not
// listen.
#include "net/listen/listen_socket.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace mw::listen_socket_test {

using names = std::vector<std::string>;

TEST_CASE("the path goes away with the listener", "[listen_socket]") {
  temporary_folder folder;
  {
    auto listener = open_one(folder / "m.sock");
    auto moved = std::move(listener);
    CHECK(folder.names() == names{"m.sock"});
  }
  CHECK(folder.names().empty());
}

TEST_CASE("a listener that is replaced takes its path away", "[listen_socket]") {
  temporary_folder folder;
  auto listener = open_one(folder / "first");
  listener = open_one(folder / "second");
  CHECK(folder.names() == names{"second"});
  CHECK(serves(folder / "second"));
}

TEST_CASE("a path that belongs to somebody else by now stays", "[listen_socket]") {
  temporary_folder folder;
  auto path = folder / "m.sock";
  {
    auto listener = open_one(path);
    REQUIRE(::rename(path.c_str(), (folder / "away").c_str()) == 0);
    make_stale(path);
  }
  CHECK(folder.names() == names{"away", "m.sock"});
}

TEST_CASE("a socket pair is no listening socket", "[listen_socket]") {
  CHECK(error_at("sockpair@3") == "cannot listen on 'sockpair@3': it is no listening socket");
}

} // namespace mw::listen_socket_test
