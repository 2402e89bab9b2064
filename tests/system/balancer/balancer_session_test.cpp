// A client's session with a worker's own socket, with HAProxy and with ours.
#include "tests/system/balancer/two_balancers.hpp"

#include <regex>

using namespace mw;
using namespace mw::test;

namespace {

const auto with_stats_socket = listen("relay", weighted()) +
                               "global\n"
                               "  stats socket FOLDER/stats.sock level operator\n"
                               "  stats timeout 1m\n";

/// The names of the values that `show sess` has for clients of `relay`.
std::string keys_of_relayed(const std::string& answer) {
  static const auto key = std::regex{"[a-z_.]+[0-9]*(?==)"};
  auto text = answer.substr(0, answer.find("\n\n"));
  auto keys = std::string{};
  for (auto at = text.find("0x"); at != std::string::npos;) {
    auto next = text.find("\n0x", at);
    auto session = text.substr(at, next - at);
    if (session.find("frontend=relay") != std::string::npos ||
        session.find("fe=relay") != std::string::npos)
      for (auto each = std::sregex_iterator(session.begin(), session.end(), key);
           each != std::sregex_iterator(); ++each)
        keys += each->str() + ' ';
    at = next == std::string::npos ? next : next + 1;
  }
  return keys;
}

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

TEST_CASE("sessions are listed with HAProxy's values in HAProxy's order") {
  auto programs = both(with_stats_socket);
  for (auto* program : {&programs.theirs, &programs.ours})
    program->servers_of("relay.in", 2);
  for (const auto* command : {"show sess", "show sess all"}) {
    INFO(command);
    auto expected = keys_of_relayed(programs.theirs.ask(command));
    CHECK_THAT(expected, Catch::Contains("proto ") && Catch::Contains("age "));
    CHECK(keys_of_relayed(programs.ours.ask(command)) == expected);
  }
  auto first = programs.ours.ask("show sess");
  auto one = programs.ours.ask("show sess " + first.substr(0, first.find(':')));
  CHECK_THAT(one, Catch::StartsWith(first.substr(0, first.find(':')) + ": [") &&
                      Catch::Contains("frontend=relay (id=2 mode=tcp)"));
}
