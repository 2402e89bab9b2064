// Faults that tests order: how they are written, and what they do to a process.
#include "net/base/fault.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <csignal>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mw::fault_test {

using namespace mw::net;

using effect = fault::effect;

namespace {

/// A process that reaches the step `a` with these faults, and then exits with 7.
class sufferer {
public:
  explicit sufferer(std::string_view text) {
    auto faults = parse_faults(text).value();
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      auto no_core = rlimit{};
      ::setrlimit(RLIMIT_CORE, &no_core);
      std::signal(SIGABRT, SIG_DFL);
      suffer_faults(faults, "a");
      ::_exit(7);
    }
  }

  sufferer(const sufferer&) = delete;
  sufferer& operator=(const sufferer&) = delete;

  ~sufferer() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      wait();
    }
  }

  int wait(int flags = 0) {
    int status = 0;
    ::waitpid(pid_, &status, flags);
    if (!WIFSTOPPED(status))
      pid_ = -1;
    return status;
  }

  void go_on() { ::kill(pid_, SIGCONT); }

private:
  pid_t pid_ = -1;
};

bool exited(int status, int code) {
  return WIFEXITED(status) && WEXITSTATUS(status) == code;
}

bool killed(int status, int signal) {
  return WIFSIGNALED(status) && WTERMSIG(status) == signal;
}

std::string fault_error(std::string_view text) {
  auto parsed = parse_faults(text);
  return parsed ? "none" : parsed.error();
}

std::string wrong(const std::string& part) {
  return "MW_FAULT: '" + part + "' is not <step>:kill9|stop|exit=<code>|delay=<ms>|abort";
}

} // namespace

TEST_CASE("an order of faults names steps and what happens there") {
  CHECK(parse_faults("worker.ready:kill9").value() == std::vector<fault>{{"worker.ready"}});
  CHECK(parse_faults("a:stop,b:exit=255,c:delay=0,d:delay=2147483647,a:abort").value() ==
        std::vector<fault>{{"a", effect::stop},
                           {"b", effect::exit, 255},
                           {"c", effect::delay, 0},
                           {"d", effect::delay, 2'147'483'647},
                           {"a", effect::abort}});
}

TEST_CASE("an order of faults that is wrong in one part is wrong, and the part is named") {
  for (const auto* part :
       {"", "a", ":kill9", "a:", "a:kill", "a:KILL9", "a:exit", "a:exit=", "a:exit=256",
        "a:exit=-1", "a:exit=1x", "a:delay=2147483648", "a:kill9=1", "a:stop=", " a:b"})
    CHECK(fault_error(part) == wrong(part));
  CHECK(fault_error("a:kill9,b") == wrong("b"));
  CHECK(fault_error("a:kill9,") == wrong(""));
}

TEST_CASE("a step without a fault does nothing") {
  CHECK(exited(sufferer("b:kill9,aa:abort").wait(), 7));
}

TEST_CASE("faults kill, abort and exit") {
  CHECK(killed(sufferer("a:kill9").wait(), SIGKILL));
  CHECK(killed(sufferer("a:abort").wait(), SIGABRT));
  CHECK(exited(sufferer("a:exit=42").wait(), 42));
}

TEST_CASE("a stopped process goes on with the next fault when it is told to") {
  sufferer process("a:stop,a:exit=3");
  CHECK(WIFSTOPPED(process.wait(WUNTRACED)));
  process.go_on();
  CHECK(exited(process.wait(), 3));
}

TEST_CASE("a delay holds the process up for that time") {
  auto start = std::chrono::steady_clock::now();
  CHECK(exited(sufferer("a:delay=20").wait(), 7));
  CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(20));
}

TEST_CASE("without an order a fault point does nothing") {
  fault_point("worker.ready");
  CHECK_FALSE(is_fault_ordered("worker.ready"));
}

} // namespace mw::fault_test
