// Names of descriptors in the environment.
#include "net/listen/passed_sockets.hpp"

#include <catch2/catch.hpp>

namespace mw::passed_sockets_test {

using net::find_passed;
using net::passed_texts;

namespace {

constexpr pid_t self = 4711;
const passed_texts three{"4711", "3", "web:stats:web"};

std::string error(std::string_view name, const passed_texts& given) {
  auto found = find_passed(name, given, self);
  REQUIRE_FALSE(found);
  return found.error();
}

} // namespace

TEST_CASE("a name is that of the descriptor at its place, counted from 3") {
  CHECK(find_passed("stats", three, self) == std::vector{4});
  CHECK(find_passed("a", {"4711", "1", "a"}, self) == std::vector{3});
}

TEST_CASE("several descriptors of one name are all found in order") {
  CHECK(find_passed("web", three, self) == std::vector{3, 5});
}

TEST_CASE("empty names between colons keep their places") {
  CHECK(find_passed("a", {"4711", "4", "::a:"}, self) == std::vector{5});
}

TEST_CASE("a name that is not there is an error that says which are") {
  CHECK(error("admin", three) == "no such name in LISTEN_FDNAMES (web, stats, web)");
  CHECK(error("we", three) == "no such name in LISTEN_FDNAMES (web, stats, web)");
  CHECK(error("Stats", {"4711", "1", "stats"}) == "no such name in LISTEN_FDNAMES (stats)");
}

TEST_CASE("variables that are not set are errors") {
  CHECK(error("web", {}) == "LISTEN_PID is not set");
  CHECK(error("web", {"4711", {}, "web"}) == "LISTEN_FDS is not set");
  CHECK(error("web", {"4711", "1", {}}) == "LISTEN_FDNAMES is not set");
}

TEST_CASE("descriptors for another process are not taken") {
  CHECK(error("web", {"1", "1", "web"}) == "LISTEN_PID is '1', this process is 4711");
  CHECK(error("web", {"4711x", "1", "web"}) == "LISTEN_PID is '4711x', this process is 4711");
  CHECK(error("web", {"", "1", "web"}) == "LISTEN_PID is '', this process is 4711");
}

TEST_CASE("a count that does not fit the names is an error") {
  CHECK(error("web", {"4711", "1", "web:stats"}) ==
        "LISTEN_FDS is '1', but LISTEN_FDNAMES has 2 (web, stats)");
  CHECK(error("web", {"4711", "two", "web"}) ==
        "LISTEN_FDS is 'two', but LISTEN_FDNAMES has 1 (web)");
  CHECK(error("", {"4711", "0", ""}) == "LISTEN_FDS is '0', but LISTEN_FDNAMES has 1 ()");
}

} // namespace mw::passed_sockets_test
