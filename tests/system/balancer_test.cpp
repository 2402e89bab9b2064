// The same configuration of a balancer, with HAProxy's master and worker and with ours.
#include "tests/support/echo_server.hpp"
#include "tests/support/haproxy.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <deque>
#include <iterator>
#include <sstream>

using namespace mw;
using namespace mw::test;

namespace {

using texts = std::vector<std::string>;

/// A program in the place of ours, which the test's support starts.
const auto instead_of_ours = texts{"/bin/sh", "-c", "shift; exec " + haproxy + " \"$@\"", "sh"};

constexpr auto defaults = std::string_view{"defaults\n"
                                           "  mode tcp\n"
                                           "  timeout client 1m\n"
                                           "  timeout server 1m\n"
                                           "  timeout connect 5s\n"};

/// One of both programs with this configuration, and servers `a`, `b` and `c` that say their names.
class balancer {
public:
  balancer(bool ours, const std::string& sections)
      : master_(service_options{.configuration =
                                    "global\n  maxconn 500\n" + std::string(defaults) + sections,
                                .arguments = ours ? texts{} : texts{"-W"},
                                .in_front = ours ? texts{} : instead_of_ours}) {
    for (const auto* name : {"a", "b", "c"})
      servers_.emplace_back(master_.folder() / (std::string(name) + ".sock"),
                            std::string(name) + "\n");
  }

  /// Which server each of so many clients gets; they stay.
  std::string servers_of(const std::string& path, int count) {
    auto names = std::string{};
    for (auto left = count; left > 0; --left) {
      clients_.emplace_back(master_.folder() / path);
      auto name = clients_.back().read_until("\n");
      name.pop_back();
      names += name;
    }
    return names;
  }

  std::string ask(const std::string& command) const { return master_.talk("@1 " + command + "\n"); }

  /// With the rights of this level only.
  std::string talk(const std::string& level, const std::string& command) const {
    return master_.talk(level + "; @1 " + command + "\n");
  }

private:
  service master_;
  std::deque<echo_server> servers_;
  std::deque<cli_client> clients_;
};

std::string listen(const std::string& name, const std::string& lines) {
  return "listen " + name + "\n  bind unix@FOLDER/" + name + ".in\n" + lines;
}

std::string weighted(const std::string& options = {}) {
  return "  server a unix@FOLDER/a.sock weight 3 " + options + "\n" +
         "  server b unix@FOLDER/b.sock weight 2 " + options + "\n" +
         "  server c unix@FOLDER/c.sock weight 1 " + options + "\n";
}

texts split(const std::string& text, char at) {
  auto parts = texts{};
  auto stream = std::istringstream(text);
  for (auto part = std::string{}; std::getline(stream, part, at);)
    parts.push_back(std::move(part));
  return parts;
}

/// The columns of `show stat` that traffic and configuration alone decide. Not `smax`: how long
/// HAProxy counts a connection that its client has closed is its own.
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

/// `show servers state` without the ages. The health of servers that are not checked is another in
/// HAProxy once it has come from a file.
std::string without_ages(const std::string& answer, bool with_health = true) {
  auto shown = std::string{};
  for (const auto& line : split(answer, '\n')) {
    auto words = split(line, ' ');
    if (words.size() == 25)
      words[9] = "AGE";
    if (words.size() == 25 && !with_health)
      words[12] = "HEALTH";
    for (const auto& word : words)
      shown += word + ' ';
    shown += '\n';
  }
  return shown;
}

/// Both programs, to be asked the same.
class both {
public:
  explicit both(const std::string& sections) : theirs(false, sections), ours(true, sections) {}

  /// Their answer; ours must be the same.
  std::string same_answer(const std::string& command) const {
    auto expected = theirs.ask(command);
    INFO(command);
    CHECK(ours.ask(command) == expected);
    return expected;
  }

  std::string same_servers(const std::string& path, int count) {
    auto expected = theirs.servers_of(path, count);
    INFO(path);
    CHECK(ours.servers_of(path, count) == expected);
    return expected;
  }

  balancer theirs;
  balancer ours;
};

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
  // Where a server that comes back stands in the order is left open.
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
