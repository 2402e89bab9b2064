// HAProxy's own way of testing: varnishtest drives HAProxy, and ours in its place, through the same
// scripts.
#include "tests/programs/haproxy.hpp"

#include <catch2/catch.hpp>

using namespace mw;
using namespace mw::test;

namespace {

const auto scripts = std::vector<std::string>{"check",      "exit_code", "interrupted",
                                              "master_cli", "reload",    "traffic"};

/// A shell that runs a script of varnishtest with this HAProxy. `$1` is our program.
constexpr auto shell_script = "program=$1; script=$2; haproxy=$3; folder=$4; "
                              "if [ \"$haproxy\" = ours ]; then "
                              "haproxy=$folder/haproxy; "
                              "printf '#!/bin/sh\\nexec %s --worker %s \"$@\"\\n' \"$program\" "
                              "/usr/sbin/haproxy >\"$haproxy\"; chmod +x \"$haproxy\"; fi; "
                              "HAPROXY_PROGRAM=$haproxy TMPDIR=$folder exec varnishtest -v "
                              "\"$script\"";

finished varnishtest(const std::string& script, const std::string& program) {
  auto folder = temporary_folder{};
  return run(
      {.arguments = {tests_folder() + "/varnishtest/" + script + ".vtc", program, folder.path()},
       .in_front = {"/bin/sh", "-c", shell_script, "sh"}});
}

} // namespace

TEST_CASE("a script of varnishtest passes with HAProxy, and with this program in its place") {
  auto script = GENERATE(from_range(scripts));
  auto program = GENERATE(as<std::string>{}, haproxy, "ours");
  CAPTURE(script, program);
  auto ended = varnishtest(script, program);
  INFO(ended.out << ended.errors);
  CHECK(ended.code == 0);
  CHECK_THAT(ended.out, Catch::Contains(script + ".vtc passed"));
}
