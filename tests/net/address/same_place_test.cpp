// Addresses that are in each other's way.
#include "net/address/same_place.hpp"

#include <catch2/catch.hpp>

namespace mw::same_place_test {

namespace {

/// Asks in both directions, which must not matter.
bool same(std::string_view a, std::string_view b) {
  auto first = net::parse_address(a).value();
  auto second = net::parse_address(b).value();
  INFO(a << " and " << b);
  CHECK(same_place(first, second) == same_place(second, first));
  return same_place(first, second);
}

} // namespace

TEST_CASE("a path is one place however it is written") {
  CHECK(same("/run/a", "/run/a"));
  CHECK(same("/run/a", "unix@/run/./x/..//a"));
  CHECK_FALSE(same("/run/a", "/run/b"));
  CHECK_FALSE(same("/run/a", "unix@run/a"));
}

TEST_CASE("names and descriptors are places of their own kind") {
  CHECK(same("abns@a", "abns@a"));
  CHECK(same("fd@3", "fd@3"));
  CHECK(same("fd@web", "fd@web"));
  CHECK_FALSE(same("abns@a", "abnsz@a"));
  CHECK_FALSE(same("abns@a", "unix@a"));
  CHECK_FALSE(same("fd@3", "fd@4"));
  CHECK_FALSE(same("fd@3", "sockpair@3"));
  CHECK_FALSE(same("fd@web", "fd@web2"));
}

TEST_CASE("a host is one place where ports overlap") {
  CHECK(same("127.0.0.1:80", "ipv4@127.0.0.1:80"));
  CHECK(same(":80", "ipv4@*:80"));
  CHECK(same(":80", "0.0.0.0:80"));
  CHECK(same("::1:80", "ipv6@[::1]:80"));
  CHECK(same("127.0.0.1:80-90", "127.0.0.1:90-95"));
  CHECK(same("127.0.0.1:80-90", "127.0.0.1:85"));
  CHECK_FALSE(same("127.0.0.1:80-90", "127.0.0.1:91"));
  CHECK_FALSE(same("127.0.0.1:80", "127.0.0.2:80"));
  CHECK_FALSE(same(":80", "ipv6@:80"));
}

TEST_CASE("ports that the kernel chooses never meet") {
  CHECK_FALSE(same("127.0.0.1:0", "127.0.0.1:0"));
  CHECK_FALSE(same("127.0.0.1:0", "127.0.0.1:80"));
}

} // namespace mw::same_place_test
