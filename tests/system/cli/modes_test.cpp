// Modes and severity of a session, through the real program and its workers.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace mw;
using namespace mw::test;

TEST_CASE("a session's severity is that of the master's answers and of its workers'") {
  auto master = service{};
  CHECK(master.talk("set severity-output number;@1 show env MW_NO_SUCH;show env MW_NO_SUCH\n"
                    "set severity-output string;@1 show version;@1;show env MW_NO_SUCH;"
                    "set severity-output none;show cli level\n") ==
        "[3]: Variable not found\n\n[3]: Variable not found\n\n"
        "[info]: " MW_VERSION "\n\n[err]: Variable not found\n\nadmin\n\n");
}

TEST_CASE("all workers at once answer with the session's severity") {
  auto master = service{2};
  auto answer = master.talk("set severity-output number;@* show env MW_NO_SUCH\n");
  auto first = answer.find("\n[3]: Variable not found\n");
  CHECK(first != std::string::npos);
  CHECK(answer.find("\n[3]: Variable not found\n", first + 1) != std::string::npos);
}

TEST_CASE("modes are told to a worker with each command, and a lower level drops them") {
  auto master = service{};
  CHECK(master.talk("expert-mode on;@1 expert-mode;@1 experimental-mode;@1;expert-mode off;"
                    "@1 expert-mode\n") ==
        "expert-mode is ON\n\nexperimental-mode is OFF\n\nexpert-mode is OFF\n\n");
  CHECK(master.talk("expert-mode on;@1 expert-mode off;@1 expert-mode;operator;"
                    "@1 debug dev log x;@1 expert-mode\n") ==
        "\nexpert-mode is ON\n\nThis command is restricted to expert mode only.\n\n"
        "Permission denied\n\n");
}

TEST_CASE("a two-way session begins without the session's modes and has its own") {
  auto master = service{};
  CHECK(master.talk("expert-mode on;set severity-output number;"
                    "@@1 expert-mode;set severity-output string -;expert-mode\n") ==
        "expert-mode is OFF\n\n[info]: expert-mode is OFF\n\n");
  CHECK(master.talk("expert-mode on;set severity-output number;"
                    "@@ expert-mode;expert-mode on;expert-mode\n") ==
        "expert-mode is OFF\n\n\nexpert-mode is ON\n\n");
}

TEST_CASE("what an expert writes with debug dev log is in the master's log") {
  auto master = service{};
  CHECK(master.talk("expert-mode on;@1 debug dev log one two\n") == "\n");
  master.process().await_error(": one two");
}

TEST_CASE("in mcli-debug-mode the master shows its own descriptors, else it does not know how") {
  auto master = service{};
  CHECK(master.talk("show fd\n").starts_with("Unknown command: 'show'"));
  CHECK(master.talk("mcli-debug-mode on;show fd 0\n").starts_with("      0 : type="));
}

TEST_CASE("the option target of -S says who its sessions speak to at first") {
  auto folder = temporary_folder{};
  auto path = folder / "worker2";
  auto master =
      service{{.configuration = "global\n  nbproc 2\n", .arguments = {"-S", path + ",target,@2"}}};
  auto pid = master.workers().at(1);
  CHECK_THAT(talk(path, "show info\n"),
             Catch::Contains(fmt::format("Process_num: 2\nPid: {}\n", pid)));
  CHECK(talk(path, "@master show version\n") == MW_VERSION "\n\n");
  auto client = cli_client{path};
  client.send("prompt\n");
  CHECK(client.read_until("> ") == fmt::format("{}> ", pid));
}

TEST_CASE("options -S and stats socket say which severity their sessions have at first") {
  auto master =
      service{{.configuration = "global\n  stats socket FOLDER/w severity-output string\n",
               .bind_options = ",severity-output,number"}};
  CHECK(master.talk("@1 show env MW_NO_SUCH;show cli level\n") ==
        "[3]: Variable not found\n\n[6]: admin\n\n");
  CHECK(talk(master.folder() / "w",
             "show env MW_NO_SUCH;set severity-output none;show cli level\n") ==
        "[err]: Variable not found\n\n\noperator\n\n");
}
