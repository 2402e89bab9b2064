// A balancer's servers, numbers and answers are HAProxy's.
#include "tests/system/balancer/two_balancers.hpp"

#include <algorithm>
#include <iterator>

using namespace mw;
using namespace mw::test;

namespace {

/// The columns of `show stat` that depend on traffic and configuration alone. `smax` is left out:
/// HAProxy counts a connection that its client has closed for a time of its own.
std::string stable_columns(const std::string& answer) {
  const auto stable =
      texts{"# pxname", "svname",   "scur",         "slim",    "stot", "status", "weight",
            "act",      "bck",      "qlimit",       "iid",     "sid",  "lbtot",  "type",
            "econ",     "wretr",    "wredis",       "dreq",    "addr", "mode",   "algo",
            "uweight",  "conn_tot", "check_status", "downtime"};
  auto shown = std::string{};
  auto names = texts{};
  for (const auto& line : split(answer, '\n')) {
    auto values = split(line, ',');
    if (names.empty())
      names = values;
    for (size_t at = 0; at < std::min(values.size(), names.size()); ++at)
      if (std::find(stable.begin(), stable.end(), names[at]) != stable.end())
        shown += names[at] + "=" + values[at] + " ";
    shown += '\n';
  }
  return shown;
}

} // namespace

TEST_CASE("clients are distributed over weighted servers as HAProxy distributes them") {
  auto programs = both(listen("roundrobin", "  balance roundrobin\n" + weighted()) +
                       listen("static", "  balance static-rr\n" + weighted()) +
                       listen("least", "  balance leastconn\n" + weighted()) +
                       listen("first", "  balance first\n" + weighted("maxconn 3")) +
                       listen("backup", "  server a unix@FOLDER/a.sock disabled\n"
                                        "  server b unix@FOLDER/b.sock backup\n"
                                        "  server c unix@FOLDER/c.sock backup\n"));
  for (const auto* name : {"roundrobin", "static", "least"}) {
    auto order = programs.same_servers(std::string(name) + ".in", 12);
    CHECK(std::count(order.begin(), order.end(), 'a') == 6);
  }
  CHECK(programs.same_servers("first.in", 9) == "aaabbbccc");
  CHECK(programs.same_servers("backup.in", 3) == "bbb");
}

TEST_CASE("clients of a server that is gone get another one as with HAProxy") {
  auto programs = both(listen("in", "  retries 1\n  option redispatch 1\n"
                                    "  server gone unix@FOLDER/gone.sock\n" +
                                        weighted()));
  programs.same_servers("in.in", 8);
}

TEST_CASE("servers get HAProxy's PROXY headers") {
  auto programs = both(listen("first", "  server s unix@FOLDER/a.sock send-proxy\n") +
                       listen("second", "  server s unix@FOLDER/a.sock send-proxy-v2\n"));
  for (const auto* path : {"first.in", "second.in"}) {
    auto expected = programs.theirs.relayed(path, "bytes");
    CHECK_THAT(expected, Catch::StartsWith("a\n") && Catch::EndsWith("bytes"));
    CHECK(expected.size() > std::string_view{"a\nbytes"}.size());
    CHECK(programs.ours.relayed(path, "bytes") == expected);
  }
}

TEST_CASE("show stat has HAProxy's columns and what traffic made of them") {
  auto programs = both("frontend in\n"
                       "  bind unix@FOLDER/in.sock name first\n"
                       "  option socket-stats\n"
                       "  maxconn 70\n"
                       "  default_backend out\n"
                       "backend out\n"
                       "  balance leastconn\n"
                       "  server a unix@FOLDER/a.sock weight 5 maxconn 9 maxqueue 4\n"
                       "  server b unix@FOLDER/b.sock backup\n"
                       "  server c unix@FOLDER/c.sock disabled\n");
  programs.same_servers("in.sock", 5);
  for (const auto* command : {"show stat", "show stat out 4 -1", "show stat no-maint"}) {
    auto theirs = programs.theirs.ask(command);
    auto ours = programs.ours.ask(command);
    CHECK(split(ours, '\n').at(0) == split(theirs, '\n').at(0));
    CHECK(stable_columns(ours) == stable_columns(theirs));
  }
  programs.same_answer("show stat nosuch 1 1");
  programs.same_answer("show backend");
}

TEST_CASE("operators change servers with HAProxy's commands and get its answers") {
  auto programs = both(listen("in", weighted()) + "backend out\n  id 30\n"
                                                  "  server s 127.0.0.1:80 id 9 weight 10\n"
                                                  "  server n localhost:81 disabled\n");
  for (const auto* command : {"set server",
                              "set server in/nosuch state ready",
                              "set server no/a state ready",
                              "set server in/a state",
                              "set server in/a state maint",
                              "set server in/b weight 50%",
                              "set server in/b weight 300",
                              "get weight in/b",
                              "get weight in",
                              "set weight in/c 7",
                              "get weight in/c",
                              "set server out/s addr 127.0.0.2",
                              "set server out/s addr 127.0.0.2 port 44",
                              "set server out/s addr foo",
                              "set server in/a health x",
                              "enable server out/n",
                              "disable server in/c",
                              "enable frontend in",
                              "disable frontend in",
                              "enable frontend in",
                              "disable frontend nosuch",
                              "disable frontend",
                              "set maxconn frontend in",
                              "set maxconn frontend in 20",
                              "set maxconn server in/a",
                              "set maxconn server in/a 3",
                              "set maxconn global",
                              "shutdown session",
                              "shutdown session 0x1",
                              "shutdown sessions server in/zz",
                              "shutdown frontend",
                              "clear counters",
                              "clear counters all",
                              "enable health in/a",
                              "show servers state nosuch",
                              "show sess 0x12"})
    programs.same_answer(command);
  CHECK(without_ages(programs.ours.ask("show servers state")) ==
        without_ages(programs.theirs.ask("show servers state")));
  programs.same_answer("set server in/a state ready");
  programs.same_answer("set server in/c state drain");
  // The place in the order of a server that comes back is left open.
  auto expected = programs.theirs.servers_of("in.in", 8);
  auto names = programs.ours.servers_of("in.in", 8);
  std::sort(expected.begin(), expected.end());
  std::sort(names.begin(), names.end());
  CHECK(names == expected);
  CHECK(names == "aaabbbbb");
}

TEST_CASE("commands that change something need HAProxy's levels") {
  auto programs = both(listen("in", weighted()));
  for (const auto* level : {"user", "operator"})
    for (const auto* command :
         {"show backend", "show sess 0x12", "clear counters", "clear counters all",
          "get weight in/a", "set weight in/a 3", "enable frontend in", "disable server in/a",
          "set maxconn global 3", "shutdown session 0x1", "set server in/a state ready"}) {
      INFO(level << " " << command);
      CHECK(programs.ours.talk(level, command) == programs.theirs.talk(level, command));
    }
}

TEST_CASE("servers are as they were when their states are loaded from a file") {
  auto folder = temporary_folder{};
  auto sections = "global\n  server-state-base " + folder.path() + "\n" + std::string(defaults) +
                  listen("in", "  load-server-state-from-file local\n" + weighted());
  auto states = std::string{};
  write_file(folder / "in", "1\n");
  {
    auto before = balancer(true, sections);
    before.ask("set server in/a state maint");
    before.ask("set server in/b weight 7");
    before.ask("set server in/c state drain");
    states = before.ask("show servers state");
    write_file(folder / "in", states);
  }
  auto programs = both(sections);
  CHECK(without_ages(programs.theirs.ask("show servers state"), false) ==
        without_ages(states, false));
  CHECK(without_ages(programs.ours.ask("show servers state")) == without_ages(states));
  CHECK(programs.same_answer("get weight in/b") == "7 (initial 2)\n\n");
  CHECK(programs.same_servers("in.in", 3) == "bbb");
}
