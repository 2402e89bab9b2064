// HAProxy's own processes as workers: starts, ends, command lines and limits.
#include "tests/programs/haproxy.hpp"
#include "tests/programs/processes.hpp"
#include "tests/support/forked.hpp"
#include "tests/support/started_guardian.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>

#include <grp.h>
#include <pwd.h>

using namespace mw;
using namespace mw::test;

namespace {

using words = std::vector<std::string>;

constexpr auto orphan_limit = seconds{2};
constexpr auto bad_configuration = "global\n  bogus\n";

const auto on_unix_socket = http_configuration(answering_frontend("FOLDER/web"));

/// A service that answers on the unix socket `web` of its folder.
struct web_service : service {
  explicit web_service(const words& more = {}, const std::string& configuration = on_unix_socket)
      : service(haproxy_service(configuration, more)) {}

  bool serves() const { return is_served(http_answer(folder() / "web")); }
};

/// Runs a program to its end with a configuration and these words.
struct configured_run {
  explicit configured_run(std::string_view configuration) {
    write_file(folder / "h.cfg", configuration);
  }

  finished ours(const std::string& worker, const words& more = {}) const {
    auto all = words{"--worker", worker, "-W", "-S", folder / "cli", "-f", folder / "h.cfg"};
    all.insert(all.end(), more.begin(), more.end());
    return run({.arguments = all});
  }

  /// Runs HAProxy itself, started by a shell that forgets our program's name.
  finished haproxys(const words& more) const {
    auto all = words{"-f", folder / "h.cfg"};
    all.insert(all.end(), more.begin(), more.end());
    return run({.arguments = all,
                .in_front = {"/bin/sh", "-c", "shift; exec " + haproxy + " \"$@\"", "sh"}});
  }

  temporary_folder folder;
};

std::string hard_limit_of(pid_t pid, const std::string& name) {
  auto limits = read_file(fmt::format("/proc/{}/limits", pid));
  auto numbers = std::istringstream{limits.substr(limits.find(name) + name.size())};
  auto hard = std::string{};
  numbers >> hard >> hard;
  return hard;
}

std::string figure(const std::string& info, const std::string& name) {
  auto at = info.find("\n" + name + ": ");
  if (at == std::string::npos)
    return "not there";
  auto begin = at + name.size() + 3;
  return info.substr(begin, info.find('\n', begin) - begin);
}

} // namespace

TEST_CASE("a master with HAProxy as worker ends with the exit code of the signal, and so does it") {
  auto [signal, code] = GENERATE(table<int, int>({{SIGTERM, 0}, {SIGINT, 130}}));
  auto master = web_service{};
  CHECK(master.serves());
  auto workers = master.workers();
  CHECK(workers.size() == 1);
  master.process().signal(signal);
  CHECK(master.process().await_end().number() == code);
  CHECK(service::await_gone(workers, milliseconds{0}));
}

TEST_CASE("a mistake in HAProxy's configuration ends the start with HAProxy's own words") {
  auto start = configured_run{bad_configuration};
  auto file = start.folder / "h.cfg";
  auto ended = start.ours(haproxy);
  CHECK(ended.code == 1);
  CHECK(ended.out.empty());
  auto errors = without_pids(ended.errors);
  CHECK_THAT(errors, Catch::Contains("[ALERT]    (PID) : config : parsing [" + file +
                                     ":2] : unknown keyword 'bogus' in 'global' section\n"));
  CHECK_THAT(errors,
             Catch::Contains("[ALERT]    (PID) : config : Fatal errors found in configuration.\n"));
  auto first = errors.find("Initializing new worker");
  CHECK(first != std::string::npos);
  CHECK(errors.find("Initializing new worker", first + 1) == std::string::npos);
}

TEST_CASE("a worker program that is not there ends the start in one line") {
  auto program = GENERATE(as<std::string>{}, "/nonexistent/haproxy", "no-such-haproxy");
  auto more = GENERATE(words{}, words{"-c"});
  auto start = configured_run{on_unix_socket};
  auto ended = start.ours(program, more);
  CHECK(ended.code == 1);
  CHECK(ended.out.empty());
  CHECK(without_pids(ended.errors) ==
        fmt::format("[ALERT]    (PID) : the worker program '{}' cannot be executed: No such file "
                    "or directory\n",
                    program));
}

TEST_CASE("a check of a configuration says and answers what HAProxy's says and answers") {
  auto text = GENERATE(as<std::string>{}, on_unix_socket, bad_configuration, "frontend f\n  bnd\n",
                       "global\n  master-worker\nlisten l\n  mode tcp\n  bind :1\n");
  auto more = GENERATE(words{"-c"}, words{"-c", "-V"}, words{"-c", "-q"}, words{"-c", "-dW"});
  CAPTURE(text, more);
  auto check = configured_run{text};
  auto ours = check.ours(haproxy, more);
  auto haproxys = check.haproxys(more);
  CHECK(ours.code == haproxys.code);
  CHECK(ours.out == haproxys.out);
  CHECK(without_pids(ours.errors) == without_pids(haproxys.errors));
}

TEST_CASE("HAProxy is found in PATH as a shell finds it") {
  auto folder = temporary_folder{};
  write_file(folder / "h.cfg", "global\n");
  auto master =
      program{{.arguments = {"--worker", "haproxy", "-S", folder / "cli", "-f", folder / "h.cfg"}}};
  master.await_error("Loading success.");
  CHECK_THAT(talk(folder / "cli", "@1 show info\n"), Catch::StartsWith("Name: HAProxy\n"));
}

TEST_CASE("a configuration that asks for master and worker makes no master of the worker") {
  auto keyword = GENERATE(as<std::string>{}, "master-worker", "master-worker no-exit-on-failure");
  auto master =
      web_service{{}, http_configuration(answering_frontend("FOLDER/web"), "  " + keyword + "\n")};
  CHECK(master.serves());
  CHECK(children_of(master.workers().at(0)).empty());
  auto before = master.workers();
  master.must_reload();
  CHECK(master.serves());
  CHECK(service::await_gone(before));
}

TEST_CASE("three HAProxy processes share a port, and each answers to its number") {
  auto port = reserved_port{};
  auto master = service{
      haproxy_service(http_configuration(answering_frontend(port.address())), {"--nbproc", "3"})};
  auto workers = master.workers();
  REQUIRE(workers.size() == 3);
  for (size_t at = 0; at < workers.size(); ++at)
    CHECK(figure(master.talk(fmt::format("@{} show info\n", at + 1)), "Pid") ==
          std::to_string(workers[at]));
  CHECK(is_served(http_answer(port.number())));
  ::kill(workers[1], SIGKILL);
  CHECK(master.await_successor(2, workers[1]) != workers[1]);
  for (auto left = 20; left > 0; --left)
    CHECK(is_served(http_answer(port.number())));
}

TEST_CASE("an HAProxy process that is killed is replaced, and its port serves again") {
  auto port = reserved_port{};
  auto master = service{haproxy_service(http_configuration(answering_frontend(port.address())))};
  CHECK(is_served(http_answer(port.number())));
  auto before = master.workers().at(0);
  ::kill(before, SIGKILL);
  auto after = master.await_successor(1, before);
  CHECK(is_served(http_answer(port.number())));
  CHECK(master.workers() == std::vector{after});
}

TEST_CASE("HAProxy processes do not outlive a killed master") {
  auto master = web_service{{"--nbproc", "2"}};
  CHECK(master.takes_workers_along(orphan_limit));
}

TEST_CASE("HAProxy processes do not outlive a killed master whose guardian had been killed") {
  auto master = web_service{{"--nbproc", "2"}};
  auto first = guardians_of(master.process().pid()).at(0);
  ::kill(first, SIGKILL);
  REQUIRE(becomes_true([&] {
    auto now = guardians_of(master.process().pid());
    return now.size() == 1 && now[0] != first;
  }));
  CHECK(comes_to_watch(guardians_of(master.process().pid()).at(0), 2));
  master.process().await_error("another one takes its place");
  CHECK(master.takes_workers_along(orphan_limit));
}

TEST_CASE("HAProxy processes that have left root do not outlive a killed master") {
  if (!is_root())
    return;
  if (::getpwnam("nobody") == nullptr || ::getgrnam("nogroup") == nullptr) {
    WARN("skipped: there is no user 'nobody' or no group 'nogroup'");
    return;
  }
  auto master = web_service{
      {}, http_configuration(answering_frontend("FOLDER/web"), "  user nobody\n  group nogroup\n")};
  CHECK(status_word(master.workers().at(0), "Uid") != "0");
  CHECK(master.takes_workers_along(orphan_limit));
}

TEST_CASE("the limits and the name of the command line are HAProxy's") {
  auto master = web_service{{"-n", "321", "-L", "north"},
                            on_unix_socket + "peers p\n  peer north FOLDER/peer\n"};
  auto info = master.talk("@1 show info\n");
  CHECK(figure(info, "Maxconn") == "321");
  CHECK_THAT(master.talk("@1 show peers\n"), Catch::Contains(" id=north(local,"));
}

TEST_CASE("HAProxy is started with the limit of descriptors that its master was started with") {
  auto folder = temporary_folder{};
  write_file(folder / "h.cfg", "global\n");
  write_file(folder / "noting",
             fmt::format("#!/bin/sh\n{{ ulimit -S -n; ulimit -H -n; }} > {}\nexec {} \"$@\"\n",
                         folder / "limits", haproxy)); // HAProxy raises its own at once
  std::filesystem::permissions(folder / "noting", std::filesystem::perms::owner_all);
  auto master = program{
      {.arguments = {"--worker", folder / "noting", "-S", folder / "cli", "-f", folder / "h.cfg"},
       .in_front = {"/bin/sh", "-c", "ulimit -S -n 700; ulimit -H -n 4000; exec \"$@\"", "sh"}}};
  master.await_error("Loading success.");
  CHECK(read_file(folder / "limits") == "700\n4000\n");
  auto worker = std::stoi(figure(talk(folder / "cli", "@1 show info\n"), "Pid"));
  CHECK(hard_limit_of(worker, "Max open files") == "4000");
}

TEST_CASE("an inherited socket reaches HAProxy with its number, over reloads and crashes") {
  auto folder = temporary_folder{};
  auto listening = make_socket(AF_UNIX);
  bind_to(listening, unix_name(folder / "web"));
  REQUIRE(::listen(listening.get(), 128) == 0);
  write_file(folder / "h.cfg", http_configuration(answering_frontend("fd@7")));
  auto master =
      program{{.arguments = {"--worker", haproxy, "-S", folder / "cli", "-f", folder / "h.cfg"},
               .descriptors = {{listening.get(), 7}}}};
  listening.reset();
  master.await_error("Loading success.");
  CHECK(is_served(http_answer(folder / "web")));
  CHECK(talk(folder / "cli", "reload\n").starts_with("Success=1\n"));
  CHECK(is_served(http_answer(folder / "web")));
  auto worker = std::stoi(figure(talk(folder / "cli", "@1 show info\n"), "Pid"));
  ::kill(worker, SIGKILL);
  CHECK(
      is_served(http_answer(folder / "web"))); // the kernel keeps it until there is one who accepts
}
