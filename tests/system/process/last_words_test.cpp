// A real worker's last words reach the client that asked for them.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>

using namespace mw;
using namespace mw::test;

namespace {

constexpr auto too_much = "Cannot raise FD limit to 4000000000, limit is ";

/// The text behind this one, up to the end of its line.
std::string rest_of_line(const std::string& text, const std::string& behind) {
  auto at = text.find(behind);
  if (at == std::string::npos)
    return "not there";
  at += behind.size();
  return text.substr(at, text.find('\n', at) - at);
}

} // namespace

TEST_CASE(
    "what a new worker says before it fails is in the reload's answer, and in the start-up logs") {
  auto master = service{};
  master.configure("global\n  ulimit-n 4000000000\n");
  auto said = master.reload();
  CAPTURE(said);
  CHECK(said.starts_with("Success=0\n--\n"));
  auto pid = rest_of_line(said, "Initializing new worker (");
  pid.pop_back();
  auto master_says = [&](const std::string& label, const std::string& text) {
    return fmt::format("{}({}) : {}\n", label, master.process().pid(), text);
  };
  auto log = master_says("[NOTICE]   ", "Reloading the configuration") +
             master_says("[NOTICE]   ", fmt::format("Initializing new worker ({})", pid)) +
             fmt::format("[ALERT]    ({}) : {}{}\n", pid, too_much, rest_of_line(said, too_much)) +
             master_says("[WARNING]  ",
                         fmt::format("Failed to load worker ({}) exited with code 1 (Exit)", pid));
  CHECK(said == "Success=0\n--\n" + log + "\n");
  CHECK(master.talk("show startup-logs\n") == log + "\n");
  master.process().await_error(too_much); // on stderr, too
}

TEST_CASE("what a worker has said is told by show workers when it has died") {
  auto master =
      service{{.configuration = "global\n  setenv MW_FAULT worker.before-ready:nonsense\n"}};
  auto before = master.workers().at(0);
  constexpr auto words = "  | MW_FAULT: 'worker.before-ready:nonsense' is not ";
  CHECK_THAT(master.talk("show startup-logs\n"), Catch::Contains("\nMW_FAULT: "));
  ::kill(before, SIGKILL);
  master.await_successor(1, before);
  CHECK_THAT(master.talk("show workers\n"),
             Catch::Contains(fmt::format(" worker 1 ({}) killed by signal 9 (Killed)", before)) &&
                 Catch::Contains(words));
}

TEST_CASE("the start-up logs begin anew with each reload, and tell of the last one only") {
  auto master = service{};
  CHECK_THAT(master.talk("show startup-logs\n"), Catch::EndsWith(" : Loading success.\n\n"));
  master.configure("global\n  ulimit-n 4000000000\n");
  CHECK(master.reload().starts_with("Success=0\n"));
  master.configure("global\n");
  master.must_reload();
  auto logs = master.talk("show startup-logs\n");
  CHECK_THAT(logs, !Catch::Contains(too_much));
  CHECK_THAT(logs, Catch::Contains(" : Loading success.\n"));
}
