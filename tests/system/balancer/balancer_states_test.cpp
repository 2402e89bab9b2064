// Settings of servers over reloads of the real program.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>
#include <sstream>

using namespace mw;
using namespace mw::test;
using Catch::Contains;

namespace {

std::string balancing(std::string_view source, int workers = 1, std::string_view servers = {}) {
  constexpr auto all = std::string_view{"  server a 127.0.0.1:81 weight 5\n"
                                        "  server b 127.0.0.1:82 weight 5\n"
                                        "  server c 127.0.0.1:83 weight 5\n"};
  return fmt::format("global\n  nbproc {}\n"
                     "defaults\n  timeout client 1m\n  timeout server 1m\n  timeout connect 1s\n"
                     "  load-server-state-from-file {}\n"
                     "listen l\n  bind unix@FOLDER/in.sock\n{}",
                     workers, source, servers.empty() ? all : servers);
}

/// Name, address, admin state, weight and port of each server, as a worker has them.
std::string servers(const service& master, int worker = 1) {
  auto lines = std::istringstream(master.talk(fmt::format("@{} show servers state\n", worker)));
  auto found = std::string{};
  for (auto line = std::string{}; std::getline(lines, line);) {
    auto stream = std::istringstream(line);
    auto words = std::vector<std::string>{};
    for (auto word = std::string{}; stream >> word;)
      words.push_back(word);
    if (words.size() > 18 && words[1] == "l")
      found += fmt::format("{} {}:{} {} {}\n", words[3], words[4], words[18], words[6], words[7]);
  }
  return found;
}

void change(const service& master, std::string_view where = "@*") {
  for (const auto* what : {"a state maint", "b weight 7", "c addr 127.0.0.9 port 99"})
    master.talk(fmt::format("{} set server l/{}\n", where, what));
}

constexpr auto changed = "a 127.0.0.1:81 1 5\nb 127.0.0.1:82 0 7\nc 127.0.0.9:99 0 5\n";
constexpr auto configured = "a 127.0.0.1:81 0 5\nb 127.0.0.1:82 0 5\nc 127.0.0.1:83 0 5\n";

} // namespace

TEST_CASE("what was set on servers stays over reloads if the configuration says so") {
  auto master = service{service_options{.configuration = balancing("master")}};
  CHECK(servers(master) == configured);
  change(master);
  for (auto reloads = 2; reloads > 0; --reloads) {
    master.must_reload();
    CHECK(servers(master) == changed);
  }
  master.configure(balancing("none"));
  master.must_reload();
  CHECK(servers(master) == configured);
}

TEST_CASE("a reload with other servers keeps what was set on those that stay as they were") {
  auto master = service{service_options{.configuration = balancing("master")}};
  change(master);
  master.configure(balancing("master", 1,
                             "  server a 127.0.0.1:81 weight 5\n"
                             "  server c 127.0.0.2:83 weight 5\n"
                             "  server d 127.0.0.1:84 weight 5\n"));
  master.must_reload();
  CHECK(servers(master) == "a 127.0.0.1:81 1 5\nc 127.0.0.2:83 0 5\nd 127.0.0.1:84 0 5\n");
}

TEST_CASE("each worker gets its predecessor's states, a new one those of worker 1") {
  auto master = service{service_options{.configuration = balancing("master", 2)}};
  change(master, "@1");
  master.configure(balancing("master", 3));
  master.must_reload();
  CHECK(servers(master, 1) == changed);
  CHECK(servers(master, 2) == configured);
  CHECK(servers(master, 3) == changed);
}

TEST_CASE("a frozen worker does not hold up a reload that wants its states") {
  auto master = service{service_options{.configuration = balancing("master")}};
  change(master);
  auto frozen = master.workers().at(0);
  REQUIRE(::kill(frozen, SIGSTOP) == 0);
  auto answer = master.reload();
  ::kill(frozen, SIGCONT);
  CHECK_THAT(answer, Catch::StartsWith("Success=1"));
  CHECK_THAT(answer, Contains("worker 1 starts without the servers' states of the process before: "
                              "it has not answered within 2.0s\n"));
  CHECK(servers(master) == configured);
}
