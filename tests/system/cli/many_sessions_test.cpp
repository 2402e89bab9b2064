// Many clients at once, fast and slow ones, on the real master.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>
#include <deque>

#include <sys/resource.h>

using namespace mw;
using namespace mw::test;

namespace {

const auto version = std::string{MW_VERSION "\n\n"};

std::string repeated(const std::string& text, size_t times) {
  auto all = std::string{};
  all.reserve(text.size() * times);
  for (auto left = times; left > 0; --left)
    all += text;
  return all;
}

/// Raises the limit of descriptors; false where the system does not allow so many.
bool may_open(rlim_t descriptors) {
  auto limit = rlimit{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
  limit.rlim_cur = limit.rlim_max;
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max >= descriptors;
}

/// Connects a new client and keeps it in `clients`; false if it was refused.
bool joins(const service& master, std::deque<cli_client>& clients) {
  auto client = master.connect();
  client.send_what_fits("show version\n"); // a refused one may be closed already
  auto answer = client.read_until("\n");
  if (answer == MW_VERSION "\n")
    clients.push_back(std::move(client));
  return answer == MW_VERSION "\n";
}

} // namespace

TEST_CASE("a thousand sessions at once are all answered") {
  constexpr auto count = size_t{1000};
  if (!may_open(5 * count)) {
    WARN("not checked: the limit of descriptors is too low");
    return;
  }
  auto master = service{2};
  auto clients = std::deque<cli_client>{};
  for (auto left = count; left > 0; --left)
    clients.push_back(master.connect());
  for (auto& client : clients)
    client.send("@1 show version\nshow proc;@2 show version\n");
  for (auto& client : clients) {
    CHECK(client.read_until("\n\n") == version);
    auto processes = client.read_until("\n\n");
    CHECK(processes.starts_with("#<PID> "));
    CHECK(std::count(processes.begin(), processes.end(), '\n') == 6);
    CHECK(client.read_until("\n\n") == version);
  }
}

TEST_CASE("one client more than maxconn is told so, and a place is free when a client leaves") {
  auto master = service{{.bind_options = ",maxconn,3"}};
  auto clients = std::deque<cli_client>{};
  for (auto place = 0; place < 3; ++place)
    CHECK(joins(master, clients));
  CHECK(master.connect().read_to_end() == "Too many CLI sessions (3), try again later\n");
  clients.pop_front();
  master.await("the place is free", [&] { return joins(master, clients); });
  CHECK(clients.front().ask("@1 show version").find(version) != std::string::npos);
}

TEST_CASE(
    "clients that vanish while a frozen worker keeps them waiting leave their places at once") {
  constexpr auto places = size_t{12};
  auto master = service{{.bind_options = ",maxconn,12"}};
  ::kill(master.workers().at(0), SIGSTOP);
  auto clients = std::deque<cli_client>{};
  master.await("all are in", [&] { return joins(master, clients), clients.size() == places; });
  for (auto& client : clients) {
    CHECK(client.read_until("\n") == "\n"); // the rest of the first answer
    client.send("show version;@1 show version\n");
    CHECK(client.read_until("\n\n") == version);
  }
  auto limit = deadline{seconds{1}};
  clients.clear();
  while (clients.size() < places && !limit.passed())
    if (!joins(master, clients))
      master.process().await_news();
  CHECK(clients.size() == places);
}

TEST_CASE("of many who ask a frozen worker the last are refused with the reason, the first are "
          "answered when it goes on") {
  constexpr auto count = size_t{400};
  if (!may_open(5 * count)) {
    WARN("not checked: the limit of descriptors is too low");
    return;
  }
  auto master = service{2};
  auto pid = master.workers().at(0);
  auto refusal =
      fmt::format("worker 1 ({}) cannot be reached: it takes no more connections now\n\n", pid);
  ::kill(pid, SIGSTOP);
  auto clients = std::deque<cli_client>{};
  for (auto left = count; left > 0; --left) {
    clients.push_back(master.connect());
    clients.back().send("@1 show version\n");
  }
  CHECK(clients.back().read_until("\n\n") == refusal);
  CHECK(master.talk("@2 show version\n") == version);
  ::kill(pid, SIGCONT);
  CHECK(clients.front().read_until("\n\n") == version);
  clients.pop_back();
  clients.pop_front();
  for (auto& client : clients) {
    auto answer = client.read_until("\n\n");
    CHECK((answer == version || answer == refusal));
  }
}

TEST_CASE("a thousand commands sent without reading are all answered in order") {
  auto master = service{};
  auto [command, answer] = GENERATE(table<std::string, std::string>({
      {"show version\n", version},
      {"@1 show version\n", version},
      {"@1 echo a;echo b\n", "a\n\nb\n\n"},
  }));
  auto client = master.connect();
  client.send(repeated(command, 1000));
  client.half_close();
  auto all = client.read_to_end();
  CHECK(all.substr(0, answer.size()) == answer);
  CHECK((all == repeated(answer, 1000))); // in brackets: nobody reads so much
}

TEST_CASE("a client that asks for much and does not read disturbs nobody, and loses nothing") {
  constexpr auto times = size_t{2000};
  auto master = service{};
  auto answer = master.talk("@1 show env\n");
  auto slow = master.connect();
  slow.send(repeated("@1 show env\n", times));
  slow.half_close();
  auto other = master.connect();
  for (auto left = 200; left > 0; --left)
    CHECK(other.ask("@1 show version") == version);
  auto all = slow.read_to_end();
  CHECK(all.size() == times * answer.size());
  CHECK((all == repeated(answer, times))); // in brackets: nobody reads so much
}

TEST_CASE("a client that sends one command and quit, and reads to the end, gets just the answer") {
  auto master = service{};
  auto client = master.connect();
  auto [sent, expected] = GENERATE(table<std::string, std::string>({
      {"show version;quit\n", version},
      {"@1 show version;quit\n", version},
      {"@1 echo x <<\nk v\n\n;quit\n", "x <<\n\n\n"},
  }));
  client.send(sent);
  CHECK(client.read_to_end() == expected);
}
