// --actor-trace of the real program: a command can be followed through the actors.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <sstream>

using namespace mw;
using namespace mw::test;

namespace {

/// `from -> to message` of each line with this correlation id; actors and messages by their names
/// only.
std::vector<std::string> path_of(const std::string& trace, const std::string& correlation) {
  static const auto form = std::regex{
      R"(\S+ \S+ +c(\d+) \+\d+us (\S+?)(?:#\d+)? -> (\S+?)#\d+ \((?:(?:command_route|lease_use|assignment)\(.*?\), )?(\w+).*)"};
  auto steps = std::vector<std::string>{};
  auto lines = std::istringstream{trace};
  auto found = std::smatch{};
  for (auto line = std::string{}; std::getline(lines, line);)
    if (std::regex_match(line, found, form) && found[1] == correlation)
      steps.push_back(fmt::format("{} -> {} {}", found[2].str(), found[3].str(), found[4].str()));
  std::sort(steps.begin(), steps.end()); // threads write in any order
  return steps;
}

/// The correlation id of the command with this text.
std::string correlation_of(const std::string& trace, const std::string& text) {
  auto found = std::smatch{};
  auto form = std::regex{" c(\\d+) [^\\n]*run_command\\([^\\n]*\"" + text + "\""};
  return std::regex_search(trace, found, form) ? found[1].str() : "none";
}

} // namespace

TEST_CASE("every message that a command causes is a line with that command's number") {
  auto folder = temporary_folder{};
  auto file = folder / "trace";
  auto master = service{{.arguments = {"--actor-trace", file}}};
  auto client = master.connect();
  CHECK(client.ask("@1 echo first") == "first\n\n");
  CHECK(client.ask("echo third") == "third\n\n");
  auto other = master.connect();
  CHECK(other.ask("@1 echo second") == "second\n\n");
  CHECK(master.talk("@1 echo a\n@1 echo b\n@1 echo c\n@1 echo d\n") == "a\n\nb\n\nc\n\nd\n\n");
  client.ask("echo a command later all lines of the others are written");
  auto trace = read_file(file);
  using steps = std::vector<std::string>;
  auto at_the_session = steps{
      "router -> session runner_lease",         "router -> worker-link run_command",
      "session -> command-log command_records", "session -> router run_command",
      "worker-link -> router runner_idle",      "worker-link -> session reply_end",
  };
  CHECK(path_of(trace, correlation_of(trace, "echo second")) == at_the_session);
  // The log hears of this command together with others, unless the machine is so slow that it comes
  // alone.
  auto close_behind = path_of(trace, correlation_of(trace, "echo c"));
  std::erase(close_behind, "session -> command-log command_records");
  CHECK(close_behind ==
        steps{"session -> worker-link run_command", "worker-link -> session reply_end"});
  auto with_a_new_link = at_the_session;
  with_a_new_link.push_back("worker-link -> worker-proxy open_channel");
  with_a_new_link.push_back("worker-proxy -> worker-link channel_opened");
  CHECK(path_of(trace, correlation_of(trace, "echo first")) == with_a_new_link);
  CHECK(path_of(trace, correlation_of(trace, "echo third")) ==
        steps{
            "applet -> session reply_end",
            "router -> applet run_command",
            "router -> session runner_lease",
            "session -> command-log command_records",
            "session -> router run_command",
        });
}

TEST_CASE("the trace of a start names the workers, and no line is broken") {
  auto folder = temporary_folder{};
  auto file = folder / "trace";
  auto master = service{{.arguments = {"--actor-trace", file, "--nbproc", "2"}}};
  auto workers = master.workers();
  auto lines = std::istringstream{read_file(file)};
  static const auto form =
      std::regex{R"(\d\d:\d\d:\d\d\.\d{6} \S+ +c\d+ \+\d+us \S+ -> \S+#\d+ \(.*\))"};
  auto all = std::string{};
  for (auto line = std::string{}; std::getline(lines, line);) {
    CHECK(std::regex_match(line, form));
    all += line + "\n";
  }
  for (auto number = size_t{1}; number <= 2; ++number)
    CHECK_THAT(all, Catch::Contains(fmt::format("(worker_ready(worker {} ({}), \"0.1.0\"))", number,
                                                workers.at(number - 1))));
}

TEST_CASE("a trace that cannot be written is told, and nothing is started") {
  auto folder = temporary_folder{};
  write_file(folder / "mw.cfg", "global\n");
  auto ended = run({.arguments = {"-S", folder / "cli", "-f", folder / "mw.cfg", "--actor-trace",
                                  folder / "no/trace"}});
  CHECK_THAT(ended.errors,
             Catch::Contains("cannot write the actor trace '" + (folder / "no/trace") +
                             "': No such file or directory\n"));
  CHECK(ended.code == 1);
  CHECK(folder.names() == std::vector<std::string>{"mw.cfg"});
}
