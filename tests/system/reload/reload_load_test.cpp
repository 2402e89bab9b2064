// Reloads of the real program under load: no command notices them.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <deque>

using namespace mw;
using namespace mw::test;

namespace {

const auto question = std::string{"@1 show version\n"};
const auto version = std::string{MW_VERSION "\n\n"};

/// Takes an answer, which must be whole. A CHECK for each of thousands would take longer than the
/// answers.
void take_answer(cli_client& client) {
  auto got = client.read_until("\n\n");
  if (got != version)
    FAIL("instead of its answer a client got: " << got);
}

} // namespace

TEST_CASE("clients that ask a worker without a pause get all their answers over fifty reloads") {
  auto master = service{};
  auto clients = std::deque<cli_client>{};
  for (auto left = 8; left > 0; --left) {
    clients.push_back(master.connect());
    clients.back().send(question);
  }
  for (auto reloads = 0; reloads < 50; ++reloads) {
    auto asker = master.connect();
    asker.send("reload\n");
    do
      for (auto& client : clients) {
        take_answer(client);
        client.send(question);
      }
    while (!asker.something_comes(milliseconds{0}));
    CHECK(asker.read_to_end().starts_with("Success=1\n"));
  }
  for (auto& client : clients) {
    client.half_close();
    CHECK(client.read_to_end() == version);
  }
}

TEST_CASE("commands that a worker has not read yet when it is told to leave are all answered") {
  auto master = service{};
  auto before = master.workers().at(0);
  ::kill(before, SIGSTOP);
  auto clients = std::deque<cli_client>{};
  for (auto left = 100; left > 0; --left) { // more than the worker takes from the control pair at
                                            // once
    clients.push_back(master.connect());
    CHECK(clients.back().ask("show version") == version);
    clients.back().send(question);
  }
  master.must_reload();
  ::kill(before, SIGCONT);
  for (auto& client : clients)
    CHECK(client.read_until("\n\n") == version);
  CHECK(service::await_gone({before}));
}
