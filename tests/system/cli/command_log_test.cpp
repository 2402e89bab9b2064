// The command log of the real program: one line for each command, and no secrets.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <regex>
#include <sstream>

#include <unistd.h>

using namespace mw;
using namespace mw::test;

namespace {

using words = std::vector<std::string>;

constexpr auto secret = "hush-hush";

/// The line of a command of this process, without its time.
std::string line(std::string_view level, std::string_view target, std::string_view command,
                 std::string_view result = "ok") {
  return fmt::format("CLI uid={} pid={} level={} target={} command=\"{}\" result=\"{}\"",
                     ::geteuid(), ::getpid(), level, target, command, result);
}

/// The text between a log line's label and its time, if the line is one of the command log.
std::optional<std::string> record_in(const std::string& logged, pid_t master) {
  auto begin = fmt::format("[INFO]     ({}) : ", master);
  auto found = std::smatch{};
  static const auto time = std::regex{" time=[0-9]+\\.[0-9]{3}ms id=[0-9]+$"};
  if (!logged.starts_with(begin) || !std::regex_search(logged, found, time))
    return std::nullopt;
  return logged.substr(begin.size(), static_cast<size_t>(found.position()) - begin.size());
}

/// Awaits the line of this command. Returns all lines of the command log.
words records(service& master, std::string_view last_command) {
  master.process().await_error(fmt::format(" command=\"{}\"", last_command));
  auto lines = std::istringstream{master.process().errors()};
  auto all = words{};
  for (auto one = std::string{}; std::getline(lines, one);)
    if (auto record = record_in(one, master.process().pid()))
      all.push_back(*record);
  return all;
}

bool has_control_characters(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char one) {
    auto code = static_cast<unsigned char>(one);
    return (code < 0x20 && one != '\n' && one != '\t') || code == 0x7f;
  });
}

} // namespace

TEST_CASE("every command is one line with who asked, for what, and the result") {
  auto master = service{2};
  auto pid = master.workers().at(1);
  auto by_pid = fmt::format("@!{}", pid);
  master.talk(fmt::format("show version\n@1 show version;show cli level\n{} echo a\n@2\n"
                          "show info\n@\n\n@@1 echo b;echo c\n",
                          by_pid));
  master.talk("@1 echo last\n");
  CHECK(records(master, "echo last") == words{
                                            line("admin", "@master", "show proc"),
                                            line("admin", "@master", "show version"),
                                            line("admin", "@1", "show version"),
                                            line("admin", "@master", "show cli level"),
                                            line("admin", by_pid, "echo a"),
                                            line("admin", "@2", ""),
                                            line("admin", "@2", "show info"),
                                            line("admin", "@", ""),
                                            line("admin", "@@1", "echo b;echo c"),
                                            line("admin", "@1", "echo last"),
                                        });
}

TEST_CASE("a command's level is the session's, after it was lowered the lower one") {
  auto master = service{};
  master.talk("show version\noperator\nshow version\nuser\n@1 show version\necho last\n");
  CHECK(records(master, "echo last") == words{
                                            line("admin", "@master", "show version"),
                                            line("operator", "@master", "operator"),
                                            line("operator", "@master", "show version"),
                                            line("user", "@master", "user"),
                                            line("user", "@1", "show version"),
                                            line("user", "@master", "echo last"),
                                        });
}

TEST_CASE("the result of a command that failed is the line that the client got") {
  auto master = service{2};
  auto workers = master.workers();
  auto client = master.connect();
  ::kill(workers[0], SIGSTOP);
  client.send("@3 echo\n@!1 echo\nset timeout cli 50ms\n@1 echo late\n");
  client.read_until("has not answered within 50ms\n\n");
  client.send("set timeout cli 0\n@2 wait 10m\n");
  CHECK(master.connect().ask("@2 show version") == MW_VERSION "\n\n"); // over another link
  ::kill(workers[1], SIGKILL);
  client.read_until("(Killed)\n\n");
  auto no_target = "Can't find the target PID matching the prefix '{}'";
  auto all = records(master, "wait 10m");
  auto has = [&](const std::string& one) { return std::count(all.begin(), all.end(), one) == 1; };
  CHECK(has(line("admin", "@3", "echo", fmt::format(fmt::runtime(no_target), "@3"))));
  CHECK(has(line("admin", "@!1", "echo", fmt::format(fmt::runtime(no_target), "@!1"))));
  CHECK(has(line("admin", "@1", "echo late",
                 fmt::format("worker 1 ({}) has not answered within 50ms", workers[0]))));
  CHECK(has(line("admin", "@2", "wait 10m",
                 fmt::format("worker 2 ({}) killed by signal 9 (Killed)", workers[1]))));
}

TEST_CASE("what is a command's payload is in no line") {
  auto master = service{};
  auto client = master.connect();
  client.send(fmt::format("@1 echo a <<\n{0}\nx {0}\n\n@1 echo b <<EOF\n{0}\n\nEOF\n"
                          "echo c <<\n{0}\n\n@1\necho d <<; {0}\n{0}\n\n",
                          secret));
  client.send(fmt::format("@@1\necho {0}\nquit\n", secret));
  client.half_close();
  CHECK_THAT(client.read_to_end(), Catch::EndsWith(fmt::format("\n{}\n\n", secret)));
  CHECK(records(master, "echo d <<").size() >= 5);
  master.process().signal(SIGTERM);
  master.process().await_end();
  CHECK_THAT(master.process().errors(),
             Catch::Contains("target=@@1 command=\"\"") && !Catch::Contains(secret));
}

TEST_CASE("a command cannot forge a line of the log, nor a field, nor reach the terminal") {
  auto master = service{};
  master.talk("echo a\r[ALERT]    (1) : forged\x1b[2J\x07\x7f\n"
              "@\x1b[31m\r@x show version\n"
              "echo b\" result=\"ok\" time=1ms \\\n"
              "echo last\n");
  CHECK(records(master, "echo last") ==
        words{
            line("admin", "@master", "echo a\\x0d[ALERT]    (1) : forged\\x1b[2J\\x07\\x7f"),
            line("admin", "@\\x1b[31m\\x0d@x", "show version",
                 "Can't find the target PID matching the prefix '@\\x1b[31m\\x0d@x'"),
            line("admin", "@master", "echo b\\\" result=\\\"ok\\\" time=1ms \\\\"),
            line("admin", "@master", "echo last"),
        });
  CHECK_FALSE(has_control_characters(master.process().errors()));
}

TEST_CASE("a long command is cut in the log") {
  auto master = service{};
  master.talk("echo " + std::string(100'000, 'x') + "\necho last\n");
  CHECK(records(master, "echo last").front() ==
        line("admin", "@master", "echo " + std::string(251, 'x') + "..."));
}

TEST_CASE("lines of many sessions at once are whole") {
  constexpr auto each = 25;
  auto master = service{2};
  auto clients = std::vector<cli_client>{};
  for (auto number = 1; number <= 8; ++number) {
    clients.push_back(master.connect());
    for (auto left = each; left > 0; --left)
      clients.back().send(fmt::format("@{} echo client\n", number % 2 + 1));
  }
  for (auto& client : clients)
    for (auto left = each; left > 0; --left)
      CHECK(client.read_until("\n\n") == "client\n\n");
  master.process().await_error(" command=\"echo client\"", clients.size() * each);
  auto all = records(master, "echo client");
  CHECK(std::count(all.begin(), all.end(), line("admin", "@1", "echo client")) == 4 * each);
  CHECK(std::count(all.begin(), all.end(), line("admin", "@2", "echo client")) == 4 * each);
}

TEST_CASE("the commands just before the end are in the log") {
  auto master = service{};
  auto client = master.connect();
  CHECK(client.ask("echo last") == "last\n\n");
  master.process().signal(SIGTERM);
  CHECK(master.process().await_end().number() == 0);
  CHECK(records(master, "echo last") == words{line("admin", "@master", "echo last")});
}

TEST_CASE("with -q no command is in the log") {
  auto folder = temporary_folder{};
  write_file(folder / "mw.cfg", "global\n");
  auto pid_file = folder / "pid";
  auto master =
      program{{.arguments = {"-q", "-S", folder / "cli", "-p", pid_file, "-f", folder / "mw.cfg"}}};
  for (auto until = deadline{patience}; read_file(pid_file).empty() && !until.passed();)
    master.await_news(); // the pid file tells that it is ready; with -q nothing else does
  CHECK(talk(folder / "cli", "show version;@1 show version;@9 echo\n")
            .starts_with(MW_VERSION "\n\n" MW_VERSION "\n\nCan't find"));
  master.signal(SIGTERM);
  CHECK(master.await_end().number() == 0);
  CHECK(master.errors().empty());
}
