// The session of the announcement that started HAProxy's master CLI, typed line by line.
#include "tests/support/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <regex>

using namespace mw;
using namespace mw::test;

namespace {

constexpr auto help =
    "The following commands are valid at this level:\n"
    "  @!<pid>                                 : send a command to the <pid> process\n"
    "  @<relative pid>                         : send a command to the <relative pid> process\n"
    "  @master                                 : send a command to the master process\n"
    "  @* | @old | @all | @<n>,<n>             : send a command to all current, old, all, or some "
    "workers\n"
    "  @* merge [current] show info|stat       : one set of numbers of all those workers\n"
    "  @@<target> [<commands>]                 : open a two-way session with that process\n"
    "  echo <text>                             : print text to the output\n"
    "  hard-reload                             : replace all workers, the old ones end at once\n"
    "  operator                                : lower the level of the current CLI session to "
    "operator\n"
    "  reload                                  : replace all workers, the old ones finish what "
    "they do\n"
    "  set timeout cli <delay>                 : limit the time of this session's commands\n"
    "  show cli level                          : display the level of the current CLI session\n"
    "  show cli sockets                        : dump list of cli sockets\n"
    "  show env [var]                          : dump environment variables known to the process\n"
    "  show events [-w] [-n] [json]            : show what has happened to workers and sessions, "
    "and what happens\n"
    "  show metrics                            : show the numbers of master and workers for "
    "Prometheus\n"
    "  show proc [debug | json]                : show processes status\n"
    "  show startup-logs                       : show the messages of the last start or reload\n"
    "  show version                            : show version of the current process\n"
    "  show workers                            : show what workers do and why the last ones "
    "ended\n"
    "  user                                    : lower the level of the current CLI session to "
    "user\n"
    "  actor-trace [off | on | size <n>]       : show or change what is recorded of the actors' "
    "messages\n"
    "  actor-trace command <id>                : show all that a command has caused, as a tree\n"
    "  actor-trace diagram <id>                : show the same as a Mermaid sequence diagram\n"
    "  actor-trace dump                        : dump all messages as JSON for Perfetto\n"
    "  actor-trace follow [<filter>...]        : show messages as they are handled, until Enter\n"
    "  actor-trace last [<n>] [<filter>...]    : show the last messages\n"
    "  set trace-id on|off                     : show the commands' ids in the prompt\n"
    "  show actors                             : show mailbox, work and thread of each actor\n"
    "  help [<command>]                        : list matching or all commands\n"
    "  prompt [help | i | p | timed]*          : toggle interactive mode with prompt\n"
    "  quit                                    : disconnect\n"
    "\n";

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
  CHECK(me.type("help", "\nmaster> ") + "\n" == help);
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
