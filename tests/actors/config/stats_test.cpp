// The workers' own CLI in the configuration: stats socket, stats timeout, stats maxconn.
#include "net/address/address.hpp"
#include "tests/support/configuration.hpp"

#include <limits>

namespace mw::config::stats_test {

using namespace std::chrono_literals;

namespace {

/// A `stats socket` with nothing but its address, in this line of a.cfg.
listener_settings stats_at(std::string_view address, size_t line = 2) {
  listener_settings bind;
  bind.place = {"a.cfg", line};
  bind.where = net::parse_address(address).value();
  bind.level = access_level::oper;
  bind.maxconn = std::numeric_limits<unsigned>::max();
  return bind;
}

constexpr auto at = "parsing [a.cfg:2] : 'stats socket' : ";

/// The error of one `stats socket`, without its place.
std::string socket_error(const std::string& words) {
  auto found = global_errors(" stats socket " + words + "\n");
  REQUIRE(found.size() == 1);
  INFO(found[0]);
  REQUIRE(found[0].starts_with(at));
  return found[0].substr(std::string_view(at).size());
}

} // namespace

TEST_CASE("a stats socket alone is for operators and has no limit of its own") {
  auto expected = config_defaults();
  expected.stats_sockets = {stats_at("/run/w.sock")};
  CHECK(good_global(" stats socket /run/w.sock\n") == expected);
}

TEST_CASE("stats sockets take the options of -S as words and stand in the order of their lines") {
  auto first = stats_at("/run/b");
  first.level = access_level::admin;
  first.name = "cli one";
  first.maxconn = 7;
  first.socket.mode = 0640;
  first.socket.uid = 0;
  first.socket.gid = 0;
  first.socket.backlog = 5;
  auto second = stats_at("ipv6@:9000-9003", 3);
  second.level = access_level::user;
  second.socket.interface = "lo";
  second.socket.v4v6 = true;
  second.socket.v6only = true;
  auto parsed = good_global(
      " stats socket /run/b mode 640 user root group root level admin name \"cli one\" backlog 5 "
      "maxconn 7\n"
      " stats socket ipv6@:9000-9003 level user interface lo v4v6 v6only\n"
      " stats socket fd@web\n");
  CHECK(parsed.stats_sockets == std::vector{first, second, stats_at("fd@web", 4)});
  CHECK(parsed.warnings.empty());
}

TEST_CASE("a path of a stats socket may have commas") {
  CHECK(good_global(" stats socket /a,level,user\n").stats_sockets ==
        std::vector{stats_at("/a,level,user")});
}

TEST_CASE("wrong options of a stats socket have HAProxy's errors") {
  CHECK(socket_error("/p level") == "''level' : missing level'");
  CHECK(socket_error("/p mode") ==
        "''mode' : missing or invalid mode '' (octal integer expected)'");
  CHECK(socket_error("/p mode 9z") ==
        "''mode' : missing or invalid mode '9z' (octal integer expected)'");
  CHECK(socket_error("/p level foo") ==
        "''level' only supports 'user', 'operator', and 'admin' (got 'foo')'");
  CHECK(socket_error("/p user \"no such one\"") == "''user' : unknown user name 'no such one''");
  CHECK(socket_error("/p group \"no such one\"") == "''group' : unknown group name 'no such one''");
  CHECK(socket_error("/p mode 600 levle admin") ==
        "unknown keyword 'levle'. Did you mean 'level' maybe ?");
  CHECK(socket_error("/p bar") == "unknown keyword 'bar'.");
  CHECK(socket_error("/p \"\" level admin") == "unknown keyword ''.");
}

TEST_CASE("wrong addresses and values of a stats socket are errors of its line") {
  CHECK(socket_error("127.0.0.1 level admin") == "missing port specification in '127.0.0.1'");
  CHECK(socket_error("udp@127.0.0.1:50") ==
        "dgram-type address not acceptable in 'udp@127.0.0.1:50'");
  CHECK(socket_error("abns@") == "missing socket path in 'abns@'");
  CHECK(socket_error("/p uid abc") == "'uid' expects a number, got 'abc'");
  CHECK(socket_error("/p maxconn 0") == "'maxconn' expects a number from 1 to 1000000, got '0'");
  CHECK(socket_error("/p expose-fd listeners") == "'expose-fd' is not supported yet");
  CHECK(
      global_errors(" stats socket\n stats socket \"\" level admin\n") ==
      lines{"parsing [a.cfg:2] : 'stats socket' in global section expects an address or a path to "
            "a UNIX socket",
            "parsing [a.cfg:3] : 'stats socket' in global section expects an address or a path to "
            "a UNIX socket"});
}

TEST_CASE("options of a stats socket that do not fit its address are warnings") {
  auto parsed = good_global(" stats socket abns@a mode 600 v6only\n");
  CHECK(parsed.warnings ==
        lines{"parsing [a.cfg:2] : 'stats socket' : owner and mode only concern the path of a unix "
              "socket",
              "parsing [a.cfg:2] : 'stats socket' : interface, v4v6 and v6only only concern TCP"});
}

TEST_CASE("two stats sockets on one address are an error at the second one") {
  const std::string text = " is the address of another 'stats socket'";
  CHECK(global_errors(" stats socket /run/a\n stats socket /run/b\n"
                      " stats socket unix@/run/../run/a level user\n"
                      " stats socket 127.0.0.1:80-90\n stats socket ipv4@127.0.0.1:85\n") ==
        lines{"parsing [a.cfg:4] : 'stats socket' : 'unix@/run/../run/a'" + text,
              "parsing [a.cfg:6] : 'stats socket' : 'ipv4@127.0.0.1:85'" + text});
}

TEST_CASE("stats timeout and stats maxconn are taken and the last ones hold") {
  auto expected = config_defaults();
  expected.stats_timeout = 2min;
  expected.stats_maxconn = 50;
  CHECK(
      good_global(" stats timeout 5s\n stats timeout 2m\n stats maxconn 1\n stats maxconn 50\n") ==
      expected);
  CHECK(good_global(" stats timeout 60us\n").stats_timeout == 1ms);
}

TEST_CASE("a wrong stats timeout is an error in HAProxy's words") {
  const std::string overflow = "timer overflow in argument '25d' to 'stats timeout' (maximum value "
                               "is 2147483647 ms or ~24.8 days)";
  CHECK(global_errors(" stats timeout\n stats timeout 0us\n stats timeout 10x\n"
                      " stats timeout 25d\n stats timeout 5 ms\n") ==
        lines{"parsing [a.cfg:2] : 'stats timeout' expects <time> as argument.",
              "parsing [a.cfg:3] : 'stats timeout' expects a positive value",
              "parsing [a.cfg:4] : 'stats timeout' : unexpected character 'x'",
              "parsing [a.cfg:5] : " + overflow,
              "parsing [a.cfg:6] : 'stats timeout' cannot handle unexpected argument 'ms'."});
}

TEST_CASE("a wrong stats maxconn is an error") {
  const std::string text = " : 'stats maxconn' expects a positive value";
  CHECK(global_errors(" stats maxconn\n stats maxconn 0\n stats maxconn -1\n stats maxconn 5x\n"
                      " stats maxconn 4294967296\n stats maxconn 5 6\n") ==
        lines{"parsing [a.cfg:2]" + text, "parsing [a.cfg:3]" + text, "parsing [a.cfg:4]" + text,
              "parsing [a.cfg:5]" + text, "parsing [a.cfg:6]" + text,
              "parsing [a.cfg:7] : 'stats maxconn' cannot handle unexpected argument '6'."});
}

TEST_CASE("stats without a word that it knows is an error") {
  const std::string text = " : 'stats' only supports 'socket', 'maxconn' and 'timeout' (got '";
  CHECK(global_errors(" stats\n stats foo\n stats \"a\\\\nb\" c\n") ==
        lines{"parsing [a.cfg:2]" + text + "')", "parsing [a.cfg:3]" + text + "foo')",
              "parsing [a.cfg:4]" + text + "a\\nb')"});
}

TEST_CASE("a stats socket has no other target than its worker") {
  CHECK(socket_error("/run/w target @1") == "'target' is for -S: a worker has no others behind it");
}

} // namespace mw::config::stats_test
