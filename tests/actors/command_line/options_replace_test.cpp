// Command lines that name the processes to be replaced.
#include "actors/command_line/options.hpp"

#include <catch2/catch.hpp>

#include <csignal>

namespace mw::options_replace_test {

namespace {

using words = std::vector<std::string>;

command_line replacing(words arguments) {
  arguments.insert(arguments.begin(), "mw-actors");
  return parse_options(arguments);
}

master_options good(const words& arguments) {
  auto line = replacing(arguments);
  REQUIRE(std::holds_alternative<master_options>(line));
  return std::get<master_options>(line);
}

std::string error(const words& arguments) {
  auto line = replacing(arguments);
  REQUIRE(std::holds_alternative<end_now>(line));
  CHECK(std::get<end_now>(line).exit_code == 1);
  return std::get<end_now>(line).text;
}

} // namespace

TEST_CASE("the option -x tells HAProxy's first processes where to get their sockets, or all to get "
          "none") {
  auto options = good({"--worker", "h", "-f", "a", "-x", "/run/h.sock"});
  CHECK(options.transfer_from == "/run/h.sock");
  CHECK_FALSE(options.no_transfer);
  CHECK(options.warnings.empty());
  CHECK(good({"-f", "a", "-x", "/dev/null"}).no_transfer);
  CHECK(good({"-f", "a", "-x", "/dev/null"}).warnings ==
        words{"option '-x /dev/null' has no effect here"});
}

TEST_CASE("the options -sf and -st take the pids up to the next option, and the last one's signal "
          "holds") {
  auto soft = good({"-sf", "12", "13", "-f", "a"});
  CHECK(soft.old_pids == std::vector<pid_t>{12, 13});
  CHECK(soft.old_signal == SIGUSR1);
  auto both = good({"-f", "a", "-sf", "12", "-st", "13"});
  CHECK(both.old_pids == std::vector<pid_t>{12, 13});
  CHECK(both.old_signal == SIGTERM);
  CHECK(good({"-f", "a", "-sf"}).old_pids.empty());
}

TEST_CASE("what is no pid is an error that names it") {
  for (const std::string wrong : {"abc", "12x", "0", "99999999999", ""})
    CHECK(error({"-f", "a", "-sf", "1", wrong}) ==
          "option '-sf' expects pids, got '" + wrong + "'\n");
}

} // namespace mw::options_replace_test
