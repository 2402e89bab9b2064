// Traps of HAProxy's master that no other test is about; README.md in tests/ lists all.
#include "tests/programs/documents.hpp"
#include "tests/programs/haproxy.hpp"
#include "tests/programs/processes.hpp"

#include <catch2/catch.hpp>

#include <cctype>
#include <csignal>
#include <regex>
#include <set>
#include <sstream>

using namespace mw;
using namespace mw::test;

namespace {

/// The processor time of a process and of the kernel for it, in ms, as exact as the kernel's ticks,
/// 10 ms.
int64_t computed(pid_t pid) {
  constexpr auto fields_between = 11; // the end of the name and user time
  auto text = read_file(fmt::format("/proc/{}/stat", pid));
  auto fields = std::istringstream{text.substr(text.rfind(')') + 1)};
  auto word = std::string{};
  for (auto left = fields_between; left > 0; --left)
    fields >> word;
  auto user = int64_t{0};
  auto kernel = int64_t{0};
  fields >> user >> kernel;
  return (user + kernel) * 1000 / ::sysconf(_SC_CLK_TCK);
}

/// Sessions in all states in which bytes may be left over.
std::vector<cli_client> odd_sessions(const service& master) {
  auto all = std::vector<cli_client>{};
  for (const auto* text : {
           "prompt\n",                   // an empty buffer behind a command
           "show version\n",             // the same without a prompt
           "quit\nshow version\nmore",   // bytes behind the end of a session
           "show pro",                   // half a line
           "prompt\nadd map x <<\nkey ", // half a payload
           "@@1 prompt\n",               // a two-way session
           "@@1 sho",
       }) {
    all.push_back(master.connect());
    all.back().send(text);
  }
  all.push_back(master.connect());
  all.back().send("show version\nshow vers");
  all.back().half_close();
  return all;
}

/// A row of `show proc`: pid, type, relative number, reloads, uptime, version.
const auto row_of_processes = std::regex{"[0-9]+ +(master|worker) +([0-9]+|.was: [0-9]+.) +[0-9]+"
                                         "( .failed: 0.)? +[0-9]+d[0-9]{2}h[0-9]{2}m[0-9]{2}s "
                                         "+[0-9.]+ *"};

/// The signals of a mask in /proc/<pid>/status.
uint64_t mask_of(pid_t pid, const std::string& name) {
  return std::stoull(status_word(pid, name), nullptr, 16);
}

constexpr uint64_t bit_of(int signal) {
  return uint64_t{1} << static_cast<unsigned>(signal - 1);
}

} // namespace

TEST_CASE("sessions that have something left over cost no computing time") {
  auto master = service{1};
  auto sessions = odd_sessions(master);
  CHECK(master.talk("@1 wait 100\n") == "Done.\n\n"); // their commands are done
  auto before = computed(master.process().pid());
  CHECK(master.talk("@1 wait 1s\n") == "Done.\n\n");
  CHECK(computed(master.process().pid()) - before <= 100);
}

TEST_CASE("the longest line that the master takes reaches a worker with all that goes with it") {
  auto master = service{1};
  auto client = master.connect();
  client.send("prompt\n");
  client.read_until("> ");
  client.send("expert-mode on\nexperimental-mode on\nset severity-output number\noperator\n");
  for (auto left = 4; left > 0; --left)
    client.read_until("> ");
  constexpr size_t longest = 1024 * 1024;
  auto text = std::string(longest - std::string_view{"@1 echo "}.size(), 'x');
  client.send("@1 echo " + text + "\n");
  auto answer = client.read_until("\n\n");
  CHECK(answer.substr(0, 8) == "[6]: xxx");
  CHECK(answer.size() == text.size() + std::string_view{"[6]: \n\n"}.size());
}

TEST_CASE("the table of the processes is whole for a slow reader, while they change") {
  auto master = service{1};
  auto reader = master.connect();
  constexpr auto lists = 2000;
  auto asked = std::string{};
  for (auto left = lists; left > 0; --left)
    asked += "show proc;";
  reader.send("prompt i\n" + asked + "quit\n");
  for (auto left = 3; left > 0; --left)
    master.must_reload();
  auto text = reader.read_to_end();
  auto rows = size_t{0};
  auto tables = size_t{0};
  for (auto line = std::istringstream{text}; std::getline(line, asked);) {
    auto is_row = !asked.empty() && std::isdigit(static_cast<unsigned char>(asked.front())) != 0;
    rows += is_row ? 1 : 0;
    tables += asked.starts_with("#<PID>") ? 1 : 0;
    if (is_row)
      CHECK(std::regex_match(asked, row_of_processes));
  }
  CHECK(tables == lists);
  CHECK(rows >= 2 * lists);
}

TEST_CASE("what the programs tell each other is not in the environment that clients see") {
  auto options = GENERATE(service_options{}, haproxy_service(http_configuration("")));
  auto master = service{options};
  for (const auto* who : {"", "@1 "})
    for (const auto* variable : {"HAPROXY_MASTER_CLI", "HAPROXY_MWORKER_REEXEC",
                                 "HAPROXY_PROCESSES", "HAPROXY_STARTUPLOGS_FD"}) {
      auto shown = master.talk(fmt::format("{}show env {}\n", who, variable));
      CAPTURE(who, variable, shown);
      CHECK(shown.find("sockpair@") == std::string::npos);
      if (std::string_view{variable} != "HAPROXY_MASTER_CLI")
        CHECK_THAT(shown, Catch::Contains("Variable not found"));
    }
}

TEST_CASE("commands that the programs say to each other are unknown to clients") {
  auto master = service{1};
  for (const auto* command : {"_send_status READY 1", "_loadstatus", "_getsocks"})
    CHECK_THAT(master.talk(fmt::format("{}\n", command)), Catch::StartsWith("Unknown command: "));
  CHECK(master.talk("show version\n") == MW_VERSION "\n\n");
}

TEST_CASE("the pid file names the master after reloads, good and bad ones") {
  auto folder = temporary_folder{};
  auto path = folder / "pid";
  auto master = service{service_options{.arguments = {"-p", path}}};
  auto expected = fmt::format("{}\n", master.process().pid());
  master.must_reload();
  CHECK(read_file(path) == expected);
  master.configure("global\n  bogus\n");
  CHECK_THAT(master.reload(), Catch::StartsWith("Success=0"));
  CHECK(read_file(path) == expected);
}

TEST_CASE("workers begin with no signal blocked, and ignore none that would end them") {
  auto master =
      service{service_options{.in_front = {"/usr/bin/env", "--ignore-signal=TERM,INT,USR1",
                                           "--block-signal=TERM,USR1,CHLD"}}};
  master.must_reload();
  auto worker = master.workers().at(0);
  CHECK(mask_of(worker, "SigBlk") == 0);
  CHECK((mask_of(worker, "SigIgn") & (bit_of(SIGTERM) | bit_of(SIGINT) | bit_of(SIGUSR1))) == 0);
}

TEST_CASE("an idle master is small, and computes nothing") {
  auto master = service{4};
  auto pid = master.process().pid();
  CHECK(std::stoi(status_word(pid, "Threads")) <= 16);
  auto before = computed(pid);
  CHECK(master.talk("@1 wait 1s\n") == "Done.\n\n");
  CHECK(computed(pid) - before <= 50);
}

TEST_CASE("an idle master ends at once when it is told to") {
  auto signal = GENERATE(SIGTERM, SIGINT, SIGUSR1);
  auto master = service{2};
  CHECK(master.talk("@1 wait 300\n") == "Done.\n\n"); // it has been idle
  master.process().signal(signal);
  master.process().await_end(seconds{2});
}

TEST_CASE("each test that is named for a trap exists") {
  auto known = std::set<std::string>{};
  for (const auto& test : Catch::getAllTestCasesSorted(*Catch::getCurrentContext().getConfig()))
    known.insert(test.name);
  auto traps = rows_of_table(read_file(tests_folder() + "/README.md"), "| trap | test |");
  CHECK(traps.size() >= 39);
  for (const auto& trap : traps) {
    CAPTURE(trap);
    REQUIRE(trap.size() == 2);
    auto tests = quoted_texts(trap.back());
    CHECK_FALSE(tests.empty());
    for (const auto& test : tests) {
      CAPTURE(test);
      CHECK(known.contains(test));
    }
  }
}
