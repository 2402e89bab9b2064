// Sessions that speak to one process both ways (@@), and payloads, on the real master.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>

using namespace mw;
using namespace mw::test;

namespace {

const auto version = std::string{MW_VERSION "\n\n"};

std::string killed(pid_t pid) {
  return fmt::format("worker 1 ({}) killed by signal 9 (Killed)\n\n", pid);
}

} // namespace

TEST_CASE("in prompt mode the end of a worker in a two-way session is told, and the master's "
          "prompt comes") {
  auto master = service{};
  auto pid = master.workers().at(0);
  auto client = master.connect();
  client.send("prompt\n");
  CHECK(client.read_until("> ") == "master> ");
  client.send("@@1\n");
  CHECK(client.read_until("> ") == "\n> ");
  client.send("show version\n");
  CHECK(client.read_until("> ") == version + "> ");
  ::kill(pid, SIGKILL);
  CHECK(client.read_until("master> ") == "\n" + killed(pid) + "master> ");
  client.send("show version\n");
  CHECK(client.read_until("master> ") == version + "master> ");
}

TEST_CASE(
    "in silent mode the end of a worker in a two-way session is told, and the client is closed") {
  auto master = service{};
  auto pid = master.workers().at(0);
  auto client = master.connect();
  client.send("@@1\n");
  CHECK(client.read(1) == "\n");
  CHECK(client.ask("show version") == version);
  ::kill(pid, SIGKILL);
  CHECK(client.read_to_end() == killed(pid));
}

TEST_CASE("state lasts as long as a two-way session, and no longer") {
  auto master = service{};
  auto client = master.connect();
  client.send("prompt\n");
  client.read_until("> ");
  client.send("@@1\n");
  client.read_until("> ");
  client.send("operator\nshow cli level\n");
  CHECK(client.read_until("operator\n\n> ") == "\n> operator\n\n> ");
  client.send("quit\n");
  CHECK(client.read_until("> ") == "master> ");
  client.send("@1 show cli level\n");
  CHECK(client.read_until("> ") == "admin\n\nmaster> ");
}

TEST_CASE("a two-way session's client may half-close and still gets all answers") {
  auto master = service{};
  CHECK(master.talk("@@1\nshow version\nshow cli level\n") == "\n" + version + "admin\n\n");
  CHECK(master.talk("@@1 show version;show cli level\n") == version + "admin\n\n");
  CHECK(master.talk("@@\nshow version\nshow cli level\n") == "\n" + version + "admin\n\n");
}

TEST_CASE("a frozen worker in one two-way session does not hold up another session") {
  auto master = service{2};
  auto pid = master.workers().at(0);
  auto waiting = master.connect();
  waiting.send("@@1\n");
  CHECK(waiting.read(1) == "\n");
  ::kill(pid, SIGSTOP);
  waiting.send("show version\n");
  CHECK(master.talk("@@2 show version\n") == version);
  ::kill(pid, SIGCONT);
  CHECK(waiting.read_until("\n\n") == version);
}

TEST_CASE("a payload belongs to its command, whatever it looks like, and commands may follow") {
  auto master = service{};
  auto [sent, expected] = GENERATE(table<std::string, std::string>({
      {"@1 echo x <<\nk v;1\n@2 y\\\n\nshow version\n", "x <<\n\n" + version},
      {"@1 echo x <<%E%\nk v\n\nquit\n%E%\nshow version\n", "x <<%E%\n\n" + version},
      {"@1 echo x <<;show version\n\nshow version\n", "x <<\n\n" + version},
      {"@1 echo m<<\nshow version\n", "m<<\n\n" + version},
      {"@1;echo x <<\nk v\n\nshow cli level\n", "x <<\n\nadmin\n\n"},
      {"@1 echo x <<\nk v\n", ""},
  }));
  CHECK(master.talk(sent) == expected);
}

TEST_CASE("in prompt mode each line of a payload has its own prompt") {
  auto master = service{};
  auto client = master.connect();
  client.send("prompt\n");
  CHECK(client.read_until("> ") == "master> ");
  client.send("@1 echo x <<\n");
  CHECK(client.read(2) == "+ ");
  client.send("k1 v1\n");
  CHECK(client.read(2) == "+ ");
  client.send("\n");
  CHECK(client.read_until("> ") == "x <<\n\nmaster> ");
}

TEST_CASE("a payload that comes in pieces, or is large, arrives whole") {
  auto master = service{};
  auto client = master.connect();
  client.send("@1 echo x <");
  client.send("<\n");
  for (auto line = 0; line < 20'000; ++line)
    client.send("key value\n");
  client.send("\n");
  CHECK(client.read_until("\n\n") == "x <<\n\n");
  CHECK(client.ask("@1 show version") == version);
}

TEST_CASE("a worker that is killed while it gets a payload is named, and the session goes on") {
  auto master = service{2};
  auto pid = master.workers().at(0);
  auto client = master.connect();
  CHECK(client.ask("@1 show version") == version);
  ::kill(pid, SIGSTOP);
  client.send("show version;@1 echo x <<\n" + std::string(300'000, 'v') + "\n\n");
  CHECK(client.read_until("\n\n") == version);
  CHECK(master.talk("@2 show version\n") == version);
  ::kill(pid, SIGKILL);
  CHECK(client.read_until("\n\n") == killed(pid));
  CHECK(client.ask("@2 show version") == version);
}
