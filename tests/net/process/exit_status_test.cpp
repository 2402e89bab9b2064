// How the ends of processes are counted and worded.
#include "net/process/exit_status.hpp"

#include <catch2/catch.hpp>

#include <csignal>

namespace mw::exit_status_test {

using net::exit_status;

namespace {

siginfo_t ended(int code, int status) {
  siginfo_t info{};
  info.si_code = code;
  info.si_status = status;
  return info;
}

} // namespace

TEST_CASE("waitid's answer becomes a code or a signal", "[exit_status]") {
  CHECK(net::to_exit_status(ended(CLD_EXITED, 3)) == exit_status{.code = 3, .signal = 0});
  CHECK(net::to_exit_status(ended(CLD_KILLED, SIGKILL)) ==
        exit_status{.code = 0, .signal = SIGKILL});
  CHECK(net::to_exit_status(ended(CLD_DUMPED, SIGSEGV)) ==
        exit_status{.code = 0, .signal = SIGSEGV});
}

TEST_CASE("the number is the code, or 128 and the signal", "[exit_status]") {
  CHECK(exit_status{.code = 0, .signal = 0}.number() == 0);
  CHECK(exit_status{.code = 1, .signal = 0}.number() == 1);
  CHECK(exit_status{.code = 0, .signal = SIGKILL}.number() == 137);
  CHECK(exit_status{.code = 0, .signal = SIGTERM}.number() == 143);
}

TEST_CASE("the text in HAProxy's parentheses is Exit or the signal's name", "[exit_status]") {
  CHECK(to_string(exit_status{.code = 0, .signal = 0}) == "Exit");
  CHECK(to_string(exit_status{.code = 143, .signal = 0}) == "Exit");
  CHECK(to_string(exit_status{.code = 0, .signal = SIGKILL}) == "Killed");
  CHECK(to_string(exit_status{.code = 0, .signal = SIGSEGV}) == "Segmentation fault");
  CHECK(to_string(exit_status{.code = 0, .signal = SIGTERM}) == "Terminated");
}

TEST_CASE("signals without a name have a number", "[exit_status]") {
  CHECK(to_string(exit_status{.code = 0, .signal = SIGRTMIN + 2}) == "Real-time signal 2");
  CHECK(to_string(exit_status{.code = 0, .signal = 100}) == "Unknown signal 100");
}

TEST_CASE("the description for people names code or signal", "[exit_status]") {
  CHECK(describe(exit_status{.code = 1, .signal = 0}) == "exited with code 1");
  CHECK(describe(exit_status{.code = 0, .signal = SIGKILL}) == "killed by signal 9 (Killed)");
}

} // namespace mw::exit_status_test
