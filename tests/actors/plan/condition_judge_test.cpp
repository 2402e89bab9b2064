// Conditions that HAProxy itself evaluates.
#include "actors/plan/condition_judge.hpp"
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include <sys/stat.h>

namespace mw::condition_judge_test {

namespace {

std::optional<bool> asked(const std::string& condition,
                          const std::string& path = "/usr/sbin/haproxy") {
  return ask_haproxy(path, {"-q", "-n", "10"})(condition, {"NAME=it's $HOME"});
}

} // namespace

TEST_CASE("HAProxy knows whether its conditions hold") {
  auto [condition, expected] = GENERATE(table<std::string, std::optional<bool>>({
      {"version_atleast(2.4)", true},
      {"version_before(2.4)", false},
      {"defined(NAME)", true},
      {"defined(HOME)", false},
      {R"(streq("it's","it's") && !streq(a b,c))", true},
      {"streq($NAME,x)", false},
      {"nonsense", std::nullopt},
      {"", false},
  }));
  INFO(condition);
  CHECK(asked(condition) == expected);
}

TEST_CASE("a program that is not there, or is not HAProxy, knows nothing") {
  CHECK(asked("1", "/nonexistent/haproxy") == std::nullopt);
  CHECK(asked("1", "/bin/cat") == std::nullopt);
}

TEST_CASE("whether a program knows conditions is asked once, and only if one does not hold") {
  auto folder = temporary_folder{};
  auto path = folder / "haproxy";
  test::write_file(path, "#!/bin/sh\necho run >>" + (folder / "runs") + "\n" +
                             R"(exec /usr/sbin/haproxy "$@")" + "\n");
  REQUIRE(::chmod(path.c_str(), 0700) == 0);
  auto judge = ask_haproxy(path, {});
  auto runs = [&] {
    auto all = test::read_file(folder / "runs");
    return std::count(all.begin(), all.end(), '\n');
  };
  CHECK(judge("1", {}) == true);
  CHECK(runs() == 1);
  CHECK(judge("0", {}) == false);
  CHECK(runs() == 3);
  CHECK(judge("0", {}) == false);
  CHECK(runs() == 4);
}

} // namespace mw::condition_judge_test
