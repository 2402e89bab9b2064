// Reloads of the real program while it balances: no connection notices them.
#include "tests/clients/busy_clients.hpp"
#include "tests/clients/echo_server.hpp"
#include "tests/programs/service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <numeric>
#include <sstream>

using namespace mw;
using namespace mw::test;

namespace {

std::string balancing(int workers) {
  return fmt::format("global\n"
                     "  nbproc {}\n"
                     "  mworker-max-reloads 100\n"
                     "defaults\n"
                     "  timeout client 1m\n"
                     "  timeout server 1m\n"
                     "  timeout connect 10s\n"
                     "listen l\n"
                     "  bind unix@FOLDER/in.sock\n"
                     "  maxconn 2000\n"
                     "  server s unix@FOLDER/server.sock\n",
                     workers);
}

/// The time between reloads: thirty in nine seconds, or as quickly as they are done. The clients
/// fill the time.
constexpr auto reload_period = milliseconds{300};

void reload_under_load(int workers) {
  constexpr auto kept = 1000;
  constexpr auto reloads = 30;
  auto master = service{service_options{.configuration = balancing(workers)}};
  auto server = echo_server{master.folder() / "server.sock"};
  auto path = master.folder() / "in.sock";
  auto long_lived = std::deque<cli_client>{};
  for (auto left = kept; left > 0; --left)
    long_lived.emplace_back(path);
  auto clients = busy_clients{path, 8};
  auto sent = uint64_t{0};
  auto must_get = [](cli_client& one, const std::string& line) {
    if (auto got = one.read_until("\n"); got != line)
      FAIL("instead of its line a long-lived client got: " << got);
  };
  auto echo = [&](cli_client& one, const std::string& line) {
    one.send(line);
    must_get(one, line);
    sent += line.size();
  };
  auto all_echo = [&](const std::string& line) {
    for (auto& one : long_lived)
      one.send(line);
    for (auto& one : long_lived)
      must_get(one, line);
    sent += kept * line.size();
  };
  for (auto number = 0; number < reloads; ++number) {
    auto turn = deadline{reload_period};
    master.must_reload();
    if (number % 10 == 0)
      all_echo(fmt::format("after {} reloads\n", number + 1));
    for (auto next = size_t{0}; !turn.passed(); next = (next + 1) % kept)
      echo(long_lived[next], fmt::format("reload {}, client {}\n", number, next));
  }
  all_echo("at the end\n");
  CHECK(clients.end() == "");
  for (auto& one : long_lived)
    one.half_close();
  for (auto& one : long_lived)
    REQUIRE(one.read_to_end().empty());
  CHECK(clients.requests() > reloads);
  CHECK(server.received() == sent + clients.bytes());
  CHECK(server.failed() == 0);
}

/// The number of clients that each worker has taken.
std::vector<unsigned> clients_of_workers(const service& master) {
  constexpr auto column = 7; // stot
  auto lines = std::istringstream(master.talk("@* show stat\n"));
  auto counts = std::vector<unsigned>{};
  for (auto line = std::string{}; std::getline(lines, line);) {
    if (!line.starts_with("l,FRONTEND,"))
      continue;
    auto at = size_t{0};
    for (auto skipped = 0; skipped < column; ++skipped)
      at = line.find(',', at) + 1;
    counts.push_back(static_cast<unsigned>(std::stoul(line.substr(at))));
  }
  return counts;
}

} // namespace

TEST_CASE("four workers take about as many clients each") {
  constexpr auto workers = 4U;
  auto master = service{service_options{.configuration = balancing(workers)}};
  auto server = echo_server{master.folder() / "server.sock"};
  auto clients = busy_clients{master.folder() / "in.sock", 32};
  CHECK(clients.await(8'000));
  CHECK(clients.end() == "");
  auto counts = clients_of_workers(master);
  REQUIRE(counts.size() == workers);
  CHECK(std::accumulate(counts.begin(), counts.end(), 0U) == clients.requests());
  for (auto count : counts)
    CHECK(count * 3 >= clients.requests() / workers);
}

TEST_CASE("thirty reloads of one worker that balances lose no connection and no byte") {
  reload_under_load(1);
}

TEST_CASE("thirty reloads of four workers that balance lose no connection and no byte") {
  reload_under_load(4);
}
