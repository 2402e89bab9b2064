// Reloads of the real program: workers are replaced, sessions and their commands stay.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>

#include <sys/stat.h>

using namespace mw;
using namespace mw::test;

namespace {

std::string prompt_of(pid_t pid) {
  return fmt::format("{}> ", pid);
}

/// A client in prompt mode.
cli_client prompting(const service& master) {
  auto client = master.connect();
  client.send("prompt\n");
  client.read_until("master> ");
  return client;
}

/// The pids in the rows of `show proc` below this title, up to the next one.
std::vector<pid_t> listed_below(const std::string& title, const std::string& table) {
  auto pids = std::vector<pid_t>{};
  auto at = table.find("# " + title + "\n");
  if (at == std::string::npos)
    return pids;
  for (at = table.find('\n', at) + 1; at < table.size() && std::isdigit(table[at]) != 0;
       at = table.find('\n', at) + 1)
    pids.push_back(std::stoi(table.substr(at)));
  return pids;
}

} // namespace

TEST_CASE("a reload replaces every worker, and says so when it is done") {
  auto master = service{2};
  auto before = master.workers();
  auto said = master.reload();
  auto now = master.workers();
  CHECK(said.starts_with("Success=1\n--\n[NOTICE]   ("));
  CHECK(said.ends_with(" : Loading success.\n\n"));
  REQUIRE(now.size() == 2);
  CHECK(now[0] != before[0]);
  CHECK(now[1] != before[1]);
  CHECK(service::await_gone(before));
  CHECK(master.talk("show startup-logs\n").substr(0, 11) == "[NOTICE]   ");
}

TEST_CASE("an asker without a prompt gets its answer, then the end of file") {
  auto master = service{};
  auto asker = master.connect();
  asker.send("reload;show version\n");
  CHECK(asker.read_to_end().ends_with("Loading success.\n\n"));
}

TEST_CASE("an asker with a prompt gets its answer and its prompt, and goes on") {
  auto master = service{};
  auto asker = prompting(master);
  asker.send("reload\n");
  CHECK(asker.read_until("master> ").starts_with("Success=1\n--\n"));
  asker.send("show version\n");
  CHECK(asker.read_until("master> ") == MW_VERSION "\n\nmaster> ");
}

TEST_CASE(
    "a session keeps target, level and prompt over a reload, and its prompt names the new pid") {
  auto master = service{};
  auto before = master.workers().at(0);
  auto client = prompting(master);
  client.send("operator\n@1\n");
  client.read_until(prompt_of(before));
  master.must_reload();
  auto now = master.workers().at(0);
  client.send("show cli level\n");
  CHECK(client.read_until("> ") == "operator\n\n" + prompt_of(now));
  client.send("@master reload\n");
  CHECK(client.read_until("> ").starts_with("Success=1\n"));
  client.send("show cli level\n");
  CHECK(client.read_until("> ") == "operator\n\n" + prompt_of(master.workers().at(0)));
}

TEST_CASE("a payload that is half typed is not lost over a reload") {
  auto master = service{};
  auto client = master.connect();
  client.send("@1 echo before <<\nfirst\n");
  CHECK(master.connect().ask("show version") == MW_VERSION "\n\n");
  master.must_reload();
  client.send("second\n\n");
  CHECK(client.read_until("\n\n") == "before <<\n\n");
}

TEST_CASE(
    "a command that runs during a reload ends on its old worker, which is listed until then") {
  auto master = service{};
  auto before = master.workers().at(0);
  auto client = master.connect();
  client.send("@1 wait 2s\n");
  auto other = master.connect();
  CHECK(other.ask("@1 show version") == MW_VERSION "\n\n"); // over another link: the first one runs
  master.must_reload();
  auto table = master.talk("show proc\n");
  CHECK(listed_below("old workers", table) == std::vector{before});
  CHECK(listed_below("workers", table).size() == 1);
  CHECK_THAT(table, Catch::Contains("[was: 1]"));
  CHECK_THAT(master.talk(fmt::format("@!{} show info\n", before)),
             Catch::Contains(fmt::format("\nPid: {}\n", before)));
  CHECK(client.read_until("\n\n") == "Done.\n\n");
  CHECK(service::await_gone({before}));
}

TEST_CASE("a session that speaks to a worker by pid stays with it until it is gone") {
  auto master = service{};
  auto before = master.workers().at(0);
  auto holder = master.connect();
  holder.send("@1 wait 1s\n");
  auto client = prompting(master);
  client.send(fmt::format("@!{}\n", before));
  client.read_until(prompt_of(before));
  master.must_reload();
  client.send("show cli level\n");
  CHECK(client.read_until("> ") == "admin\n\n" + prompt_of(before));
  CHECK(holder.read_until("\n\n") == "Done.\n\n");
  CHECK(service::await_gone({before}));
  master.await_forgotten(before);
  CHECK(listed_below("old workers", master.talk("show proc\n")).empty());
  client.send("show cli level\n");
  CHECK(client.read_until("master> ") ==
        fmt::format("Can't connect to the target CLI! worker 1 ({}) exited with code 0\nmaster> ",
                    before));
}

TEST_CASE("a hard reload does not wait for what old workers do") {
  auto master = service{};
  auto before = master.workers().at(0);
  auto client = master.connect();
  client.send("@1 wait 10m\n");
  CHECK(master.connect().ask("@1 show version") == MW_VERSION "\n\n");
  CHECK(master.talk("hard-reload\n").starts_with("Success=1\n"));
  CHECK(client.read_until("\n\n") ==
        fmt::format("worker 1 ({}) killed by signal 15 (Terminated)\n\n", before));
}

TEST_CASE("the signals USR2 and HUP reload") {
  auto master = service{};
  for (auto number : {SIGUSR2, SIGHUP}) {
    auto before = master.workers().at(0);
    master.process().signal(number);
    CHECK(master.await_successor(1, before) != before);
  }
}

TEST_CASE("a reload may change the number of workers, up and down") {
  auto master = service{2};
  for (auto count : {4U, 1U, 3U}) {
    master.configure(fmt::format("global\n  nbproc {}\n", count));
    master.must_reload();
    CHECK(master.workers().size() == count);
  }
  CHECK(master.talk("@4 show version\n") == "Can't find the target PID matching the prefix '@4'\n");
}

TEST_CASE("an old worker that does not finish is ended after hard-stop-after") {
  auto master = service{{.configuration = "global\n  hard-stop-after 300ms\n"}};
  auto before = master.workers().at(0);
  auto client = master.connect();
  client.send("@1 wait 10m\n");
  CHECK(master.connect().ask("@1 show version") == MW_VERSION "\n\n");
  master.must_reload();
  CHECK(client.read_until("\n\n") ==
        fmt::format("worker 1 ({}) had work left after hard-stop-after (300ms), killed by signal "
                    "15 (Terminated)\n\n",
                    before));
}

TEST_CASE("an old worker that has seen too many reloads is ended") {
  auto master = service{{.configuration = "global\n  mworker-max-reloads 1\n"}};
  auto before = master.workers().at(0);
  auto client = master.connect();
  client.send("@1 wait 10m\n");
  CHECK(master.connect().ask("@1 show version") == MW_VERSION "\n\n");
  master.must_reload();
  CHECK(master.talk(fmt::format("@!{} show version\n", before)) == MW_VERSION "\n\n");
  master.must_reload();
  CHECK_THAT(client.read_until("\n\n"), Catch::Contains("exceeds max reloads (1)"));
}

TEST_CASE("a socket that a reload takes away is closed, one that it keeps is the same") {
  auto master =
      service{{.configuration = "global\n  stats socket FOLDER/a\n  stats socket FOLDER/b\n"}};

  struct stat before {};

  REQUIRE(::stat((master.folder() / "a").c_str(), &before) == 0);
  master.configure("global\n  stats socket FOLDER/a\n  stats socket FOLDER/c\n");
  master.must_reload();
  master.await("the old one is gone", [&] {
    return master.folder().names() == std::vector<std::string>{"a", "c", "cli", "mw.cfg"};
  });

  struct stat now {};

  REQUIRE(::stat((master.folder() / "a").c_str(), &now) == 0);
  CHECK(now.st_ino == before.st_ino);
  CHECK(talk(master.folder() / "c", "show version\n") == MW_VERSION "\n\n");
}

TEST_CASE("all current workers, all old ones, or both are asked with one command") {
  auto master = service{3};
  auto before = master.workers();
  auto holder = master.connect();
  holder.send("@2 wait 10m\n");
  CHECK(master.connect().ask("@2 show version") == MW_VERSION "\n\n");
  CHECK(master.talk("@old show version\n") ==
        "Can't connect to the target CLI! there is no old worker\n");
  master.must_reload();
  CHECK(service::await_gone({before[0], before[2]}));
  auto old_one = fmt::format("# old worker 2 ({})\n" MW_VERSION "\n\n", before[1]);
  master.await("only one is left", [&] { return master.talk("@old show version\n") == old_one; });
  auto current = std::string{};
  for (auto number = 1; auto pid : master.workers())
    current += fmt::format("# worker {} ({})\n" MW_VERSION "\n\n", number++, pid);
  CHECK(master.talk("@* show version\n") == current);
  CHECK(master.talk("@all show version\n") == current + old_one);
}
