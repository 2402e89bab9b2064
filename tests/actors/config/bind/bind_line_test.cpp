// Words of a bind line, without what -S and the configuration put around them.
#include "actors/config/bind/bind_line.hpp"

#include <catch2/catch.hpp>

namespace mw::config::bind_line_test {

namespace {

using words = std::vector<std::string>;

} // namespace

TEST_CASE("what a line does not say is as its defaults") {
  listener_settings defaults;
  defaults.level = access_level::oper;
  defaults.maxconn = 3;
  defaults.socket.backlog = 4;
  auto expected = defaults;
  expected.where = *net::parse_address("/p");
  CHECK(parse_bind_line(words{"/p"}, defaults) == expected);
  expected.level = access_level::user;
  expected.name = "a, b";
  CHECK(parse_bind_line(words{"/p", "level", "user", "name", "a, b"}, defaults) == expected);
}

TEST_CASE("a mistake in the words says whether its text is HAProxy's") {
  auto mistake = [](const words& line) { return parse_bind_line(line, {}).error(); };
  auto unknown = mistake({"/p", "xyz"});
  CHECK(unknown.text == "unknown keyword 'xyz'.");
  CHECK(unknown.of_haproxy);
  auto missing = mistake({"/p", "v6only", "level"});
  CHECK(missing.text == "''level' : missing level'");
  CHECK(missing.of_haproxy);
  auto unsupported = mistake({"/p", "ssl"});
  CHECK(unsupported.text == "'ssl' is not supported yet");
  CHECK_FALSE(unsupported.of_haproxy);
  auto address = mistake({"127.0.0.1", "xyz"});
  CHECK(address.text == "missing port specification in '127.0.0.1'");
  CHECK_FALSE(address.of_haproxy);
}

TEST_CASE("words that do not fit the kind of address are useless") {
  auto useless = [](const words& line) { return useless_words(*parse_bind_line(line, {})); };
  CHECK(useless({"/p", "mode", "600"}).empty());
  CHECK(useless({"fd@web", "uid", "1", "v4v6"}) ==
        words{"owner and mode only concern the path of a unix socket",
              "interface, v4v6 and v6only only concern TCP"});
}

} // namespace mw::config::bind_line_test
