// Address forms: reading, printing, and HAProxy's words for mistakes.
#include "net/address/address.hpp"

#include <catch2/catch.hpp>

#include <utility>
#include <vector>

#include <sys/socket.h>

namespace mw::address_test {

using net::address;
using net::parse_address;

namespace {

address named(address::kind form, std::string path) {
  address where;
  where.form = form;
  where.path = std::move(path);
  return where;
}

address inet(std::string host, uint16_t port, int family = AF_UNSPEC) {
  address where;
  where.form = address::kind::inet;
  where.host = std::move(host);
  where.port = port;
  where.last_port = port;
  where.family = family;
  return where;
}

address descriptor(address::kind form, int fd) {
  address where;
  where.form = form;
  where.fd = fd;
  return where;
}

std::string error_of(std::string_view text) {
  auto read = parse_address(text);
  return read ? "accepted as " + to_string(*read) : read.error();
}

using texts = std::vector<std::pair<std::string, std::string>>;

texts errors_of(const texts& expected) {
  texts found;
  for (const auto& [text, ignored] : expected)
    found.emplace_back(text, error_of(text));
  return found;
}

} // namespace

TEST_CASE("a path is a unix socket with and without its prefix", "[address]") {
  CHECK(parse_address("/run/m.sock") == named(address::kind::unix_path, "/run/m.sock"));
  CHECK(parse_address("unix@/run/m.sock") == named(address::kind::unix_path, "/run/m.sock"));
  CHECK(parse_address("unix@m.sock") == named(address::kind::unix_path, "m.sock"));
  CHECK(parse_address("/a:80") == named(address::kind::unix_path, "/a:80"));
}

TEST_CASE("abns and abnsz are two forms of an abstract name", "[address]") {
  CHECK(parse_address("abns@name") == named(address::kind::abstract, "name"));
  CHECK(parse_address("abnsz@name") == named(address::kind::abstract_exact, "name"));
}

TEST_CASE("host and port are split at the last colon", "[address]") {
  CHECK(parse_address("127.0.0.1:80") == inet("127.0.0.1", 80));
  CHECK(parse_address("localhost:65535") == inet("localhost", 65535));
  CHECK(parse_address("::1:80") == inet("::1", 80));
  CHECK(parse_address(":::80") == inet("::", 80));
  CHECK(parse_address("[::1]:80") == inet("::1", 80));
  CHECK(parse_address("[fe80::1%lo]:80") == inet("fe80::1%lo", 80));
}

TEST_CASE("an empty host and a star mean any", "[address]") {
  CHECK(parse_address(":80") == inet("", 80));
  CHECK(parse_address("*:80") == inet("", 80));
  CHECK(parse_address("ipv6@*:80") == inet("", 80, AF_INET6));
}

TEST_CASE("the prefix says the family", "[address]") {
  CHECK(parse_address("ipv4@127.0.0.1:80") == inet("127.0.0.1", 80, AF_INET));
  CHECK(parse_address("ipv6@[::1]:80") == inet("::1", 80, AF_INET6));
  CHECK(parse_address("ipv6@::1:80") == inet("::1", 80, AF_INET6));
  CHECK(parse_address("tcp4@localhost:80") == inet("localhost", 80, AF_INET));
  CHECK(parse_address("tcp@localhost:80") == inet("localhost", 80));
}

TEST_CASE("a range of ports keeps both ends", "[address]") {
  auto expected = inet("127.0.0.1", 80);
  expected.last_port = 90;
  CHECK(parse_address("127.0.0.1:80-90") == expected);
  CHECK(parse_address("127.0.0.1:80-80") == inet("127.0.0.1", 80));
}

TEST_CASE("descriptors are numbers", "[address]") {
  CHECK(parse_address("fd@0") == descriptor(address::kind::inherited, 0));
  CHECK(parse_address("fd@17") == descriptor(address::kind::inherited, 17));
  CHECK(parse_address("fd@2147483647") == descriptor(address::kind::inherited, 2147483647));
  CHECK(parse_address("sockpair@3") == descriptor(address::kind::socket_pair, 3));
}

TEST_CASE("an inherited descriptor may have a name instead of a number", "[address]") {
  for (const std::string name : {"admin", "web.socket", "3x", "x3", "+3", "--", "a b", "_"})
    CHECK(parse_address("fd@" + name) == named(address::kind::inherited, name));
}

TEST_CASE("a wrong port is an error in HAProxy's words", "[address]") {
  texts expected{
      {"127.0.0.1", "missing port specification in '127.0.0.1'"},
      {"127.0.0.1:", "missing port specification in '127.0.0.1:'"},
      {"*:", "missing port specification in '*:'"},
      {"[::1]", "missing port specification in '[::1]'"},
      {"[::1]80", "missing port specification in '[::1]80'"},
      {"ipv4@", "missing port specification in 'ipv4@'"},
      {"foo@bar", "missing port specification in 'foo@bar'"},
      {"127.0.0.1:65536", "invalid port '65536'"},
      {"127.0.0.1:99999999999999999999", "invalid port '99999999999999999999'"},
      {"127.0.0.1:1-70000", "invalid port '70000'"},
      {"127.0.0.1:20000-", "invalid port ''"},
      {"127.0.0.1:0-5", "invalid port '0'"},
      {"127.0.0.1:20-10", "invalid port range '20-10'"},
      {"127.0.0.1:-5", "port offset not permitted here in '127.0.0.1:-5'"},
      {"127.0.0.1:+5", "port offset not permitted here in '127.0.0.1:+5'"},
      {"127.0.0.1:abc", "invalid character 'a' in port number 'abc' in '127.0.0.1:abc'"},
      {"[::1]:80x", "invalid character 'x' in port number '80x' in '[::1]:80x'"},
      {"h:80-90-100", "invalid character '-' in port number '90-100' in 'h:80-90-100'"},
      {"h: 80", "invalid character ' ' in port number ' 80' in 'h: 80'"},
  };
  CHECK(errors_of(expected) == expected);
}

TEST_CASE("a host that cannot be one is an error", "[address]") {
  texts expected{
      {"::1", "invalid address: ':' in '::1'"},
      {"[::1:80", "invalid address: '[::1' in '[::1:80'"},
      {"[127.0.0.1]:80", "invalid address: '[127.0.0.1]' in '[127.0.0.1]:80'"},
      {"[]:80", "invalid address: '[]' in '[]:80'"},
      {"[*]:80", "invalid address: '[*]' in '[*]:80'"},
      {"1:2:3:80", "invalid address: '1:2:3' in '1:2:3:80'"},
      {"ipv4@[::1]:80", "invalid address: '[::1]' in 'ipv4@[::1]:80'"},
      {"ipv6@127.0.0.1:80", "invalid address: '127.0.0.1' in 'ipv6@127.0.0.1:80'"},
      {"foo@bar:80", "invalid address: 'foo@bar' in 'foo@bar:80'"},
      {" :80", "invalid address: ' ' in ' :80'"},
  };
  CHECK(errors_of(expected) == expected);
}

TEST_CASE("a wrong descriptor is an error in HAProxy's words", "[address]") {
  texts expected{
      {"fd@", "file descriptor '' is not a valid integer in 'fd@'"},
      {"fd@-", "file descriptor '-' is not a valid integer in 'fd@-'"},
      {"fd@-1", "file descriptor '-1' is not a valid integer in 'fd@-1'"},
      {"fd@-0", "file descriptor '-0' is not a valid integer in 'fd@-0'"},
      {"fd@99999999999",
       "file descriptor '99999999999' is not a valid integer in 'fd@99999999999'"},
      {"fd@a:b", "file descriptor 'a:b' is neither a number nor a name in 'fd@a:b'"},
      {"fd@\x7f", "file descriptor '\x7f' is neither a number nor a name in 'fd@\x7f'"},
      {"fd@\xc3\xa4", "file descriptor '\xc3\xa4' is neither a number nor a name in 'fd@\xc3\xa4'"},
      {"sockpair@x", "file descriptor 'x' is not a valid integer in 'sockpair@x'"},
  };
  CHECK(errors_of(expected) == expected);
}

TEST_CASE("an empty name and a datagram address are errors", "[address]") {
  texts expected{
      {"", "empty address"},
      {"unix@", "missing socket path in 'unix@'"},
      {"abns@", "missing socket path in 'abns@'"},
      {"abnsz@", "missing socket path in 'abnsz@'"},
      {"udp@1.2.3.4:80", "dgram-type address not acceptable in 'udp@1.2.3.4:80'"},
      {"uxdg@/x", "dgram-type address not acceptable in 'uxdg@/x'"},
      {std::string("/a\0b", 4), "a NUL in the socket path '/a'"},
  };
  CHECK(errors_of(expected) == expected);
}

TEST_CASE("a path may have 97 bytes, an abstract name 107", "[address]") {
  auto path = "/" + std::string(96, 'p');
  CHECK(parse_address(path) == named(address::kind::unix_path, path));
  CHECK(error_of("unix@" + path + "x") == "socket path 'unix@" + path + "x' too long (max 97)");
  std::string name(107, 'n');
  CHECK(parse_address("abns@" + name) == named(address::kind::abstract, name));
  CHECK(error_of("abns@" + name + "x") == "socket path 'abns@" + name + "x' too long (max 107)");
}

TEST_CASE("an address is printed with the prefix of its form", "[address]") {
  texts expected{
      {"/run/m.sock", "unix@/run/m.sock"},
      {"abns@a", "abns@a"},
      {"abnsz@a", "abnsz@a"},
      {"127.0.0.1:80", "ipv4@127.0.0.1:80"},
      {"127.0.0.1:80-90", "ipv4@127.0.0.1:80-90"},
      {"::1:80", "ipv6@[::1]:80"},
      {":80", "ipv4@0.0.0.0:80"},
      {"ipv6@:80", "ipv6@[::]:80"},
      {"localhost:80", "localhost:80"},
      {"ipv4@localhost:80", "ipv4@localhost:80"},
      {"ipv6@localhost:80", "ipv6@localhost:80"},
      {"fd@3", "fd@3"},
      {"fd@03", "fd@3"},
      {"fd@web", "fd@web"},
      {"sockpair@3", "sockpair@3"},
  };
  texts printed;
  texts printed_again;
  for (const auto& [text, as] : expected) {
    printed.emplace_back(text, to_string(parse_address(text).value()));
    printed_again.emplace_back(text, to_string(parse_address(as).value()));
  }
  CHECK(printed == expected);
  CHECK(printed_again == expected);
}

} // namespace mw::address_test
