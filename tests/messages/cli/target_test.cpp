// Routing prefixes: `@1`, `@!5249`, `@@master`.
#include "messages/cli/target.hpp"

#include <catch2/catch.hpp>

namespace mw::target_test {

namespace {

using kind = target::kind;

target_prefix to(kind form, int64_t number, bool two_way = false) {
  return {{form, number}, two_way};
}

} // namespace

TEST_CASE("the master has four names") {
  for (auto word : {"@", "@0", "@master", "@+0", "@00"}) {
    INFO(word);
    CHECK(parse_prefix(word) == to(kind::master, 0));
  }
}

TEST_CASE("numbers are read as strtol reads them") {
  CHECK(parse_prefix("@1") == to(kind::relative, 1));
  CHECK(parse_prefix("@01") == to(kind::relative, 1));
  CHECK(parse_prefix("@+1") == to(kind::relative, 1));
  CHECK(parse_prefix("@999999999999") == to(kind::relative, 999999999999));
}

TEST_CASE("a pid stands behind an exclamation mark") {
  CHECK(parse_prefix("@!5249") == to(kind::pid, 5249));
}

TEST_CASE("a second @ asks for both ways") {
  CHECK(parse_prefix("@@") == to(kind::master, 0, true));
  CHECK(parse_prefix("@@master") == to(kind::master, 0, true));
  CHECK(parse_prefix("@@1") == to(kind::relative, 1, true));
  CHECK(parse_prefix("@@!5249") == to(kind::pid, 5249, true));
}

TEST_CASE("what has no such form is no prefix") {
  for (auto word :
       {"", "1", "master", "@foo", "@-1", "@+-1", "@1x", "@ 1", "@!", "@!0", "@!-1", "@!abc",
        "@!1x", "@@@", "@@1;show", "@1\r", "@Master", "@99999999999999999999"}) {
    INFO(word);
    CHECK_FALSE(parse_prefix(word));
  }
}

TEST_CASE("a target is written as it is typed") {
  CHECK(to_string(target{}) == "@master");
  CHECK(to_string(target{kind::relative, 3}) == "@3");
  CHECK(to_string(target{kind::pid, 5249}) == "@!5249");
}

TEST_CASE("a list is several relative PIDs in order and each once") {
  CHECK(parse_prefix("@1,3") == target_prefix{{.form = kind::list, .numbers = {1, 3}}});
  CHECK(parse_prefix("@3,+1,03") == target_prefix{{.form = kind::list, .numbers = {1, 3}}});
  CHECK(parse_prefix("@2,2") == target_prefix{{.form = kind::list, .numbers = {2}}});
  CHECK(to_string(target{.form = kind::list, .numbers = {1, 3}}) == "@1,3");
  CHECK(target{.form = kind::list}.is_group());
}

TEST_CASE("a list that is none is no prefix") {
  auto many = std::string{"@1"};
  for (auto number = 2; number <= 65; ++number)
    many += "," + std::to_string(number);
  for (const auto& word :
       {std::string{"@1,"}, std::string{"@,1"}, std::string{"@1,,2"}, std::string{"@1,x"},
        std::string{"@0,1"}, std::string{"@1,master"}, std::string{"@1,!5249"}, std::string{"@*,1"},
        std::string{"@@1,2"}, std::string{"@1,99999999999"}, many}) {
    INFO(word);
    CHECK_FALSE(parse_prefix(word));
  }
}

} // namespace mw::target_test
