// From the configuration's files to a generation's plan.
#include "actors/plan/generation_plan.hpp"
#include "tests/support/configuration_file.hpp"
#include "tests/support/sockets.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <fstream>

#include <unistd.h>

namespace mw::generation_plan_test {

using namespace std::chrono_literals;
using lines = std::vector<std::string>;

namespace {

struct plan_fixture : test::configuration_file {
  /// The errors of the files as they are to be logged.
  static lines mistakes(const lines& paths) {
    auto inputs = plan_inputs{};
    inputs.config_paths = paths;
    auto checked = check_configuration(inputs);
    REQUIRE_FALSE(checked);
    return checked.error();
  }

  checked_configuration checked(lines environment = {}) const {
    auto inputs = plan_inputs{};
    inputs.config_paths = paths();
    inputs.environment = std::move(environment);
    auto checked = check_configuration(inputs);
    INFO((checked ? "" : checked.error().front()));
    REQUIRE(checked);
    return *checked;
  }

  plan_ptr plan(const plan_inputs& inputs = {}) {
    auto made = make_plan(inputs, checked(inputs.environment), store);
    INFO((made ? "" : made.error()));
    REQUIRE(made);
    return *made;
  }

  socket_store store;
};

/// The first socket of an address; null: the plan has none.
const net::listen_socket* find(const std::string& address, const generation_plan& in) {
  auto found = in.program.sockets.find(address);
  return found == in.program.sockets.end() ? nullptr : &found->second->front();
}

plan_inputs inputs_with_nbproc(unsigned nbproc) {
  auto inputs = plan_inputs{};
  inputs.nbproc = nbproc;
  return inputs;
}

} // namespace

TEST_CASE_METHOD(plan_fixture, "a good configuration is read with its text and its values") {
  write("global\n nbproc 3\n setenv A \"${B}\"\n");
  auto got = checked({"B=b"});
  CHECK(got.sources ==
        std::vector<config::source>{{path(), "global\n nbproc 3\n setenv A \"${B}\"\n"}});
  CHECK(got.values.nbproc == 3U);
  CHECK(got.values.environment == lines{"B=b", "A=b"});
}

TEST_CASE_METHOD(plan_fixture, "all mistakes of a configuration are told as HAProxy tells them") {
  write("global\n nbproc 0\n daemno\n");
  CHECK(mistakes(paths()) ==
        lines{fmt::format("config : parsing [{}:2] : 'nbproc' must be between 1 and 64 (was 0).",
                          path()),
              fmt::format("config : parsing [{}:3] : unknown keyword 'daemno' in 'global' section; "
                          "did you mean 'daemon' ?",
                          path()),
              "config : Error(s) found in configuration file : " + path(),
              "config : Fatal errors found in configuration."});
}

TEST_CASE_METHOD(plan_fixture, "mistakes of several files are told with the names of all files") {
  write("x\n");
  auto other = folder / "b.cfg";
  std::ofstream(other) << "y\n";
  CHECK(mistakes({path(), other}) ==
        lines{fmt::format("config : parsing [{}:1]: unknown keyword 'x' out of section.", path()),
              fmt::format("config : parsing [{}:1]: unknown keyword 'y' out of section.", other),
              fmt::format("config : Error(s) found in configuration file : {}, {}", path(), other),
              "config : Fatal errors found in configuration."});
}

TEST_CASE_METHOD(plan_fixture, "a configuration file that is missing is one line") {
  auto missing = folder / "missing.cfg";
  CHECK(mistakes({path(), missing}) ==
        lines{fmt::format("Cannot open configuration file/directory {} : No such file or directory",
                          missing)});
}

TEST_CASE_METHOD(plan_fixture, "there is one worker, or as many as nbproc says") {
  CHECK(plan()->workers == 1);
  write("global\n nbproc 3\n");
  auto of_three = plan();
  CHECK(of_three->workers == 3);
  CHECK(of_three->program.count == 3);
}

TEST_CASE_METHOD(plan_fixture, "a plan has as many workers as --nbproc says, not nbproc") {
  write("global\n nbproc 3\n");
  auto of_two = plan(inputs_with_nbproc(2));
  CHECK(of_two->workers == 2);
  CHECK(of_two->program.count == 2);
}

TEST_CASE_METHOD(plan_fixture, "workers have the configuration's environment and our variables") {
  write("global\n setenv C c\n setenv HAPROXY_MWORKER no\n unsetenv B\n setenv AX x\n");
  auto inputs = plan_inputs{};
  inputs.environment = {"A=old", "B=b", "D="};
  inputs.own_variables = {{"HAPROXY_MWORKER", "1"}, {"A", "new=1"}, {"E", ""}};
  CHECK(plan(inputs)->program.environment ==
        lines{"D=", "C=c", "AX=x", "HAPROXY_MWORKER=1", "A=new=1", "E="});
}

TEST_CASE_METHOD(plan_fixture, "what the configuration says of workers' lives is in the plan") {
  write("global\n exit-on-failure\n hard-stop-after 7s\n mworker-max-reloads 3\n"
        " ready-within 8s\n hung-after 9s\n no-restart-codes 4 5\n");
  auto made = plan();
  CHECK(made->exit_on_failure);
  CHECK(made->hard_stop_after == 7s);
  CHECK(made->max_reloads == 3);
  CHECK(made->ready_within == 8s);
  CHECK(made->hung_after == 9s);
  CHECK(made->no_restart_codes == std::vector<int>{4, 5});
}

TEST_CASE_METHOD(plan_fixture, "a plan of a configuration without a word has the defaults") {
  auto made = plan();
  auto defaults = config::configuration{};
  CHECK_FALSE(made->exit_on_failure);
  CHECK(made->hard_stop_after == defaults.hard_stop_after);
  CHECK(made->max_reloads == defaults.max_reloads);
  CHECK(made->ready_within == defaults.ready_within);
  CHECK(made->hung_after == defaults.hung_after);
  CHECK(made->no_restart_codes == defaults.no_restart_codes);
  CHECK(made->program.sockets.empty());
}

TEST_CASE_METHOD(plan_fixture, "workers run this program with the text that was checked") {
  auto inputs = plan_inputs{};
  inputs.streams = std::make_shared<net::unique_fd>(::dup(STDERR_FILENO));
  auto read = checked();
  write("global\n nbproc 7\n"); // too late
  auto made = make_plan(inputs, read, store);
  REQUIRE(made);
  CHECK((*made)->program.path == "/proc/self/exe");
  CHECK((*made)->program.streams == inputs.streams);
  CHECK(config::unseal_sources((*made)->program.configuration->get())->sources == read.sources);
  CHECK((*made)->workers == 1);
}

TEST_CASE_METHOD(plan_fixture, "workers' sockets are open as long as a plan has them") {
  auto socket = folder / "w.sock";
  write(fmt::format("global\n stats socket {}\n stats socket 127.0.0.1:0\n", socket));
  auto first = plan();
  auto second = plan();
  REQUIRE(first->program.sockets.size() == 2);
  CHECK(first->program.sockets == second->program.sockets);
  const auto* unix_socket = find("unix@" + socket, *first);
  const auto* tcp_socket = find("ipv4@127.0.0.1:0", *first);
  REQUIRE((unix_socket && tcp_socket));
  CHECK(unix_socket->where().path == socket);
  CHECK(tcp_socket->where().port != 0);
  first.reset();
  CHECK(serves(socket));
  second.reset();
  CHECK(folder.names() == lines{"a.cfg"});
}

TEST_CASE_METHOD(plan_fixture, "of a plan whose last socket is in use no socket stays open") {
  auto taken = open_one("127.0.0.1:0");
  auto port = taken.where().port;
  write(fmt::format("global\n stats socket {}/w.sock\n stats socket 127.0.0.1:{}\n", folder.path(),
                    port));
  auto refused = make_plan({}, checked(), store);
  REQUIRE_FALSE(refused);
  CHECK(refused.error() ==
        fmt::format("cannot listen on 'ipv4@127.0.0.1:{}': Address already in use ('stats socket' "
                    "at {}/a.cfg:3)",
                    port, folder.path()));
  CHECK(folder.names() == lines{"a.cfg"});
}

TEST_CASE_METHOD(plan_fixture, "servers' states are handed over if a backend asks for it") {
  for (const auto* source : {"master", "none"}) {
    write(std::string("backend b\n load-server-state-from-file ") + source + "\n");
    CHECK(plan()->takes_over_states == (source == std::string("master")));
  }
}

TEST_CASE_METHOD(plan_fixture, "an address that cannot be had is told with its line") {
  auto taken = open_one("127.0.0.1:0");
  auto port = taken.where().port;
  write(fmt::format("listen l\n timeout client 1s\n timeout connect 1s\n timeout server 1s\n bind "
                    "127.0.0.1:{}\n",
                    port));
  auto refused = make_plan({}, checked(), store);
  REQUIRE_FALSE(refused);
  CHECK(refused.error() == fmt::format("cannot listen on 'ipv4@127.0.0.1:{}': Address already in "
                                       "use ('bind' of listen 'l' at {}/a.cfg:5)",
                                       port, folder.path()));
}

TEST_CASE_METHOD(plan_fixture, "one CLI socket of several workers is a warning") {
  write(fmt::format("global\n stats socket {}/w.sock\n", folder.path()));
  CHECK(checked().values.warnings.empty());
  write(fmt::format("global\n nbproc 3\n stats socket {}/w.sock\n", folder.path()));
  CHECK(checked().values.warnings ==
        lines{"'stats socket' : each client gets any one of 3 workers. For one of them use -S "
              "<address>,target,@1, for all the prefix '@*'."});
}

TEST_CASE_METHOD(plan_fixture, "programs that are not there are found without starting anything") {
  write("program p\n command sleep 1\n");
  CHECK(check_programs({}, checked()));
  write("program p\n command /nonexistent/p\n");
  CHECK(check_programs({}, checked()).error() ==
        "the program 'p' cannot be executed: /nonexistent/p: No such file or directory");
}

} // namespace mw::generation_plan_test
