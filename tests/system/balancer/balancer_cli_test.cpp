// Commands to a balancer's worker, right and wrong ones, are answered as HAProxy answers them.
#include "tests/system/balancer/two_balancers.hpp"

#include <algorithm>

using namespace mw;
using namespace mw::test;

namespace {

const auto sections =
    "frontend front\n"
    "  bind unix@FOLDER/front.in\n"
    "  default_backend in\n"
    "backend in\n" +
    weighted() +
    "backend out\n"
    "  id 30\n"
    "  server s 127.0.0.1:80 id 9 weight 10\n"
    "  server m 127.0.0.1\n"
    "  server ck 127.0.0.1:1 check inter 1h port 99 addr 127.0.0.9 fall 9\n"
    "  server b 127.0.0.1:6 backup\n"
    "backend static\n"
    "  balance static-rr\n"
    "  server a 127.0.0.1:90\n" +
    listen("off", "  disabled\n  server a 127.0.0.1:91\n  server b 127.0.0.1:92 id 7\n");

const texts on_servers{"set server in/",
                       "set server /a",
                       "set server in/a",
                       "set server in/a foo",
                       "set server in/a weight x",
                       "set server in/a weight 5x",
                       "set server in/a weight %",
                       "set server in/a weight 5%x",
                       "set server in/a weight 99999999999999",
                       "set server in/a weight -5%",
                       "set server in/#1 weight 3",
                       "set server #30/#9 weight 7",
                       "get weight #30/#9",
                       "get weight /",
                       "set server in/a addr 127.0.0.1",
                       "set server in/a addr x",
                       "set server out/s addr 127.0.0.1 port +5",
                       "set server out/s addr 127.0.0.2 port 80",
                       "set server out/s addr ::1 port 81",
                       "set server out/m addr 127.0.0.1 port +0",
                       "set server out/m addr 127.0.0.1 port -6",
                       "set server out/m addr 127.0.0.1 port 5",
                       "set server out/ck addr 127.0.0.1 port +6",
                       "set server out/ck addr 127.0.0.1 port 1",
                       "set server out/s agent-addr",
                       "set server out/s agent-addr 1.2.3.4",
                       "set server out/s agent-port",
                       "set server out/s agent-port 5",
                       "set server out/s agent-send",
                       "set server out/s ssl on",
                       "set server out/s fqdn",
                       "set server out/s fqdn x",
                       "set server out/s check-addr",
                       "set server out/s check-addr 1.2.3.4",
                       "set server out/s check-port 5",
                       "set server out/ck check-addr foo",
                       "set server out/ck check-addr 127.0.0.4 port",
                       "set server out/ck check-addr 127.0.0.4 port 70000",
                       "set server out/ck check-addr 127.0.0.4 port 98",
                       "set server out/ck check-port",
                       "set server out/ck check-port x",
                       "set server out/ck check-port -1",
                       "set server out/ck check-port 77",
                       "enable agent",
                       "enable agent out/ck",
                       "disable agent in/a",
                       "disable health out/ck",
                       "set server out/ck check-port 5",
                       "set server static/a weight 50%",
                       "set server static/a weight 0",
                       "set server off/a state maint",
                       "set weight off/a 3",
                       "get weight off/a",
                       "set maxconn server off/a 3",
                       "set maxconn server in/a 5x",
                       "shutdown sessions server off/a"};

const texts on_the_rest{"show backend",
                        "show servers state nosuch",
                        "show errors nosuch",
                        "show acl nosuch",
                        "show stat domain",
                        "show stat domain foo",
                        "set maxconn frontend front -5",
                        "set maxconn frontend front 0",
                        "set maxconn frontend #2 7",
                        "set maxconn global 501",
                        "set maxconn global 20",
                        "set maxconn global 0",
                        "set timeout",
                        "set timeout foo",
                        "set timeout cli",
                        "set timeout cli 0",
                        "set timeout cli x",
                        "set timeout cli 5s",
                        "enable frontend #2"};

/// Cuts out what differs from process to process: addresses of patterns, the file's folder, and the
/// conditions of HAProxy's own client.
std::string same_in_both(const std::string& answer) {
  auto shown = std::string{};
  for (const auto& line : split(answer, '\n')) {
    if (line.find("httpclient") != std::string::npos)
      continue;
    auto from = line.starts_with("0x") ? line.find(' ') : 0;
    auto file = std::min(line.find(" file "), line.size());
    auto place = std::min(line.find(" line "), line.size());
    shown += line.substr(from, file - from) + line.substr(place) + '\n';
  }
  return shown;
}

/// Awaits the only check, of a server that refuses: commands before it are answered otherwise than
/// those after it.
void await_first_check(both& programs) {
  for (auto* program : {&programs.theirs, &programs.ours})
    program->said_until("Server out/ck is DOWN");
}

} // namespace

TEST_CASE("what concerns servers is answered and done as by HAProxy, right or wrong") {
  auto programs = both(sections);
  await_first_check(programs);
  for (const auto& command : on_servers)
    programs.same_answer(command);
  programs.same_answer("show backend");
  CHECK(without_ages(programs.ours.ask("show servers state")) ==
        without_ages(programs.theirs.ask("show servers state")));
}

TEST_CASE("what concerns frontends and the process is answered as by HAProxy, right or wrong") {
  auto programs = both(sections);
  for (const auto& command : on_the_rest)
    programs.same_answer(command);
}

TEST_CASE("servers that come and go are told in HAProxy's words") {
  auto programs = both(sections);
  await_first_check(programs);
  for (const auto* command : {"set server out/ck state maint", "set server out/ck state ready",
                              "set server out/m state drain",  "set server out/m health stopping",
                              "set server out/m health up",    "set server out/m health down",
                              "set server out/m weight 5",     "set server out/m health up",
                              "set server out/m state maint",  "set server out/m health up",
                              "set server out/m state drain",  "set server out/m state ready",
                              "set server out/b state drain",  "set server out/s state maint",
                              "set server out/m state maint",  "set server out/ck state maint",
                              "set server out/b state maint",  "set server out/b state ready",
                              "set server out/b health down",  "set server out/b health up",
                              "set server static/a weight 0",  "disable frontend front",
                              "enable frontend front",         "shutdown frontend front"})
    programs.same_answer(command);
  constexpr auto last = std::string_view{"Proxy front stopped (cumulated conns: FE: 0, BE: 0)."};
  auto theirs = programs.theirs.said_until(last);
  CHECK(theirs.find("Backup Server out/b") != std::string::npos);
  CHECK(theirs.find("remains in forced drain mode") != std::string::npos);
  CHECK(programs.ours.said_until(last) == theirs);
}

TEST_CASE("conditions are listed with their patterns as HAProxy lists them") {
  auto programs = both("frontend front\n"
                       "  bind unix@FOLDER/front.in\n"
                       "  acl known src 10.0.0.0/8 ::1\n"
                       "  acl known dst_port gt 90 le 10 443\n"
                       "  acl other dst localhost\n"
                       "  use_backend in if known !other LOCALHOST or { src_port 5:6 } TRUE\n"
                       "  default_backend in\n"
                       "backend in\n" +
                       weighted());
  for (const auto* command :
       {"show acl", "show acl #0", "show acl #1", "show acl #2", "show acl #3", "show acl #5"}) {
    INFO(command);
    CHECK(same_in_both(programs.ours.ask(command)) == same_in_both(programs.theirs.ask(command)));
  }
}

TEST_CASE("activity has HAProxy's lines, and counts what is done") {
  auto programs = both(sections);
  auto names = [](const std::string& answer) {
    auto all = texts{};
    for (const auto& line : split(answer, '\n'))
      all.push_back(line.substr(0, line.find(':')));
    return all;
  };
  CHECK(names(programs.ours.ask("show activity")) == names(programs.theirs.ask("show activity")));
  programs.ours.servers_of("front.in", 2);
  auto shown = programs.ours.ask("show activity");
  CHECK_THAT(shown, Catch::Contains("\naccepted: 2\n") && !Catch::Contains("\nloops: 0\n") &&
                        !Catch::Contains("\npoll_io: 0\n"));
}
