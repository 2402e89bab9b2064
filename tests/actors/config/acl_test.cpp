// `acl` lines and `spread-checks`: their values and their mistakes.
#include "tests/support/configuration.hpp"

namespace mw::config::acl_test {

TEST_CASE("lines of one acl are alternatives wherever they stand, and all conditions are listed") {
  using kind = traffic_condition::kind;
  auto parsed = good("listen in\n"
                     "  bind 127.0.0.1:8001\n"
                     "  acl known src 10.0.0.0/8 ::1\n"
                     "  use_backend in if known !{ dst_port 80:81 gt 90 le 10 443 }\n"
                     "  acl known dst_port 5\n"
                     "  use_backend in if LOCALHOST TRUE or LOCALHOST\n");
  const auto& proxy = parsed.proxies.back();
  REQUIRE(proxy.rules.size() == 2);
  const auto& known = proxy.rules[0].alternatives[0][0];
  CHECK((known.what == kind::named && known.name == "known" && known.lines.size() == 2));
  CHECK((known.lines[0].what == kind::src && known.lines[1].what == kind::dst_port));
  auto shown = std::vector<std::string>{};
  for (const auto& one : proxy.conditions) {
    shown.push_back(std::to_string(one.place.line) + ' ' + one.fetch);
    for (const auto& pattern : one.patterns)
      shown.back() += ' ' + pattern;
  }
  CHECK(shown == std::vector<std::string>{"3 src 10.0.0.0/8 ::1", "4 dst_port 80:81 91: :10 :443",
                                          "5 dst_port 5", "6 src 127.0.0.1/8 ::1",
                                          "6 always_true"});
}

TEST_CASE("mistakes in acl lines are told with HAProxy's words") {
  CHECK(
      errors("listen l\n"
             "acl\nacl x\nacl x foo\nacl x src nosuch.invalid.\n"
             "acl x! src 1.2.3.4\nacl or src 1.2.3.4\n"
             "use_backend l if y\nacl y src 1.2.3.4\n") ==
      lines{
          "parsing [a.cfg:2] : 'acl' expects a name and an expression.",
          "parsing [a.cfg:3] : error detected while parsing ACL 'x' : missing fetch method in ACL "
          "expression ''.",
          "parsing [a.cfg:4] : error detected while parsing ACL 'x' : unknown fetch method 'foo' "
          "in ACL expression "
          "'foo'.",
          "parsing [a.cfg:5] : error detected while parsing ACL 'x' : 'nosuch.invalid.' is not a "
          "valid IPv4 or IPv6 "
          "address.",
          "parsing [a.cfg:6] : character '!' is not permitted in acl name 'x!'.",
          "parsing [a.cfg:7] : acl name 'or' will never match. 'or' is used to express a logical "
          "disjunction within "
          "a condition.",
          "parsing [a.cfg:8] : error detected while parsing switching rule : no such ACL : 'y'."});
}

TEST_CASE("mistakes in spread-checks are told with HAProxy's words") {
  CHECK(errors("global\n"
               "spread-checks\nspread-checks 51\nspread-checks x\n") ==
        lines{"parsing [a.cfg:2] : 'spread-checks' expects an integer argument (0..50).",
              "parsing [a.cfg:3] : 'spread-checks' needs a positive value in range 0..50.",
              "parsing [a.cfg:4] : 'spread-checks' needs a positive value in range 0..50."});
}

} // namespace mw::config::acl_test
