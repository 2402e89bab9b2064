// The session of the announcement that started HAProxy's master CLI, typed line by line.
#include "tests/programs/master_help.hpp"
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <regex>

using namespace mw;
using namespace mw::test;

namespace {

std::string row(std::string_view pid, std::string_view type, std::string_view relative,
                std::string_view reloads, std::string_view uptime, std::string_view version) {
  return fmt::format("{:<15} {:<15} {:<15} {:<15} {:<15} {:<15}\n", pid, type, relative, reloads,
                     uptime, version);
}

std::string processes(pid_t master, const std::vector<pid_t>& workers) {
  constexpr auto uptime = "0d00h00m00s";
  auto text = row("#<PID>", "<type>", "<relative PID>", "<reloads>", "<uptime>", "<version>") +
              row(std::to_string(master), "master", "0", "0 [failed: 0]", uptime, MW_VERSION) +
              "# workers\n";
  for (auto number = size_t{0}; number < workers.size(); ++number)
    text += row(std::to_string(workers[number]), "worker", std::to_string(number + 1), "0", uptime,
                MW_VERSION);
  return text + "\n";
}

std::string without_seconds(const std::string& text) {
  return std::regex_replace(text, std::regex{"0d00h0\\dm\\d\\ds"}, "0d00h00m00s");
}

/// A client in prompt mode, as a person at socat sees it.
struct typist {
  cli_client client;

  /// Types a line when the prompt is there; answers what comes before the next prompt.
  std::string type(const std::string& line, const std::string& next_prompt) {
    client.send(line + "\n");
    auto answer = client.read_until(next_prompt);
    answer.resize(answer.size() - next_prompt.size());
    return answer;
  }
};

} // namespace

TEST_CASE("the announcement's session can be typed line by line") {
  auto master = service{3};
  auto workers = master.workers();
  REQUIRE(workers.size() == 3);
  auto me = typist{master.connect()};
  auto first = std::to_string(workers[0]) + "> ";

  CHECK(me.type("prompt", "master> ").empty());
  CHECK(me.type("help", "\nmaster> ") ==
        std::string("The following commands are valid at this level:\n") + master_help_lines);
  CHECK(without_seconds(me.type("show proc", "master> ")) ==
        processes(master.process().pid(), workers));
  CHECK(me.type("@1", first).empty());
  auto own = me.type("show info", "\n\n" + first);
  CHECK(own.find("\nPid: " + std::to_string(workers[0]) + "\n") != std::string::npos);
  CHECK(own.find("\nProcess_num: 1\n") != std::string::npos);
  CHECK(me.type("@", "master> ").empty());
  auto one =
      me.type("@1 show info; @!" + std::to_string(workers[1]) + " show info", "\n\nmaster> ");
  auto second = me.client.read_until("\n\nmaster> ");
  CHECK(one.find("\nPid: " + std::to_string(workers[0]) + "\n") != std::string::npos);
  CHECK(one.find("\nProcess_num: 1\n") != std::string::npos);
  CHECK(second.find("\nPid: " + std::to_string(workers[1]) + "\n") != std::string::npos);
  CHECK(second.find("\nProcess_num: 2\n") != std::string::npos);
}
