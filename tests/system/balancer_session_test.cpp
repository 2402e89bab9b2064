// A client's session with a worker's own socket, with HAProxy and with ours.
#include "tests/system/two_balancers.hpp"

using namespace mw;
using namespace mw::test;

namespace {

const auto with_stats_socket = listen("relay", weighted()) +
                               "global\n"
                               "  stats socket FOLDER/stats.sock level operator\n"
                               "  stats timeout 1m\n";

} // namespace

TEST_CASE("prompts and ends of a session are HAProxy's, whatever its lines hold") {
  auto programs = both(with_stats_socket);
  for (const auto* lines :
       {"show cli level\n", "show cli level;show cli level\n", "prompt;show cli level;quit\n",
        "prompt\nshow cli level;show cli level\nquit\n", "prompt;prompt;show cli level\n",
        "prompt\nprompt;show cli level\n", "prompt\nshow cli level;prompt\n",
        "prompt\nset timeout cli 5s;show cli level;quit\n", "show cli level;quit\n", "quit\n",
        "user;show cli level;prompt\nshow cli level\nquit\n"}) {
    INFO(lines);
    CHECK(programs.ours.say_at("stats.sock", lines) == programs.theirs.say_at("stats.sock", lines));
  }
}

TEST_CASE("set timeout cli ends a session that has been idle for so long") {
  auto programs = both(with_stats_socket);
  for (auto* program : {&programs.theirs, &programs.ours})
    CHECK(program->say_at("stats.sock", "set timeout cli 1s;prompt\n") == "\n\n> ");
}

TEST_CASE("clients of the CLI are not counted as connections") {
  auto programs = both(with_stats_socket);
  for (auto* program : {&programs.theirs, &programs.ours}) {
    program->servers_of("relay.in", 2);
    auto asked = program->say_at("stats.sock", "show info\n");
    CHECK_THAT(asked, Catch::Contains("\nCurrConns: 2\n"));
    CHECK_THAT(program->ask("show info"), Catch::Contains("\nCurrConns: 2\n"));
  }
}
