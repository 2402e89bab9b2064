// The built-in worker as a process of its own: its start, its signals and its end.
#include "actors/config/source.hpp"
#include "actors/worker/worker.hpp"
#include "net/channel.hpp"
#include "net/frame.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <csignal>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace mw;

namespace {

net::unique_fd sealed(const std::string& text) {
  std::array<config_source, 1> sources{{{"a.cfg", text}}};
  return seal_sources(sources).value();
}

/// A forked worker; killed if it is still there at the end.
class forked_worker {
public:
  explicit forked_worker(const std::string& config = "global\n") {
    auto pair = net::make_pair().value();
    auto source = sealed(config);
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      pair.first.reset();
      silence();
      ::_exit(run_worker({pair.second.release(), source.release(), 1}));
    }
    control_ = std::move(pair.first);
  }

  forked_worker(const forked_worker&) = delete;
  forked_worker& operator=(const forked_worker&) = delete;

  ~forked_worker() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      wait();
    }
  }

  net::unique_fd open(net::channel_kind kind) {
    auto pair = net::make_pair().value();
    REQUIRE_FALSE(net::pass_channel(control_.get(), pair.second, kind));
    ::fcntl(pair.first.get(), F_SETFL, 0); // blocking: the test waits for answers
    return std::move(pair.first);
  }

  std::string ask(std::string_view lines) {
    auto channel = open(net::channel_kind::lines);
    ::send(channel.get(), lines.data(), lines.size(), MSG_NOSIGNAL);
    std::string all;
    std::array<char, 4096> buffer{};
    for (;;) {
      auto size = ::recv(channel.get(), buffer.data(), buffer.size(), 0);
      if (size <= 0)
        return all;
      all.append(buffer.data(), static_cast<size_t>(size));
    }
  }

  void signal(int number) { ::kill(pid_, number); }

  void leave() { control_.reset(); }

  int wait() {
    int status = 0;
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    return status;
  }

private:
  /// What it tells people about a wrong configuration is not for the test's output.
  static void silence() {
    auto null = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(null, STDERR_FILENO);
  }

  pid_t pid_ = -1;
  net::unique_fd control_;
};

bool exited(int status, int code) {
  return WIFEXITED(status) && WEXITSTATUS(status) == code;
}

bool killed(int status, int signal) {
  return WIFSIGNALED(status) && WTERMSIG(status) == signal;
}

} // namespace

TEST_CASE("a worker answers on channels that its master passes to it") {
  forked_worker worker;
  CHECK(worker.ask("echo a;show cli level\n") == "a\n\nadmin\n\n");
  CHECK(worker.ask("show version\n") == MW_VERSION "\n\n");
}

TEST_CASE("a command that came before the worker was ready is answered when it is") {
  forked_worker worker;
  auto channel = worker.open(net::channel_kind::framed);
  std::string question;
  net::append_frames(question, "echo a");
  net::append_end_of_message(question);
  REQUIRE(::send(channel.get(), question.data(), question.size(), 0) > 0);
  std::string expected;
  net::append_frames(expected, "a\n\n");
  net::append_end_of_message(expected);
  std::string answer(expected.size(), '\0');
  CHECK(::recv(channel.get(), answer.data(), answer.size(), MSG_WAITALL) ==
        static_cast<ssize_t>(expected.size()));
  CHECK(answer == expected);
}

TEST_CASE("a worker ends with status 1 when its master is gone, open channels or not") {
  forked_worker worker;
  auto idle = worker.open(net::channel_kind::framed);
  CHECK(worker.ask("echo a\n") == "a\n\n");
  worker.leave();
  CHECK(exited(worker.wait(), 1));
}

TEST_CASE("SIGUSR1 is a soft stop: a worker with nothing to do ends with status 0") {
  forked_worker worker;
  auto idle = worker.open(net::channel_kind::framed);
  CHECK(worker.ask("echo a\n") == "a\n\n");
  worker.signal(SIGUSR1);
  CHECK(exited(worker.wait(), 0));
}

TEST_CASE("SIGTERM and SIGINT end a worker at once, as these signals do") {
  auto number = GENERATE(SIGTERM, SIGINT);
  forked_worker worker;
  CHECK(worker.ask("echo a\n") == "a\n\n");
  worker.signal(number);
  CHECK(killed(worker.wait(), number));
}

TEST_CASE("signals that are for the master only do nothing to a worker") {
  forked_worker worker;
  CHECK(worker.ask("echo a\n") == "a\n\n");
  for (int number : {SIGUSR2, SIGHUP, SIGPIPE, SIGQUIT, SIGTTIN, SIGTTOU})
    worker.signal(number);
  CHECK(worker.ask("echo b\n") == "b\n\n");
}

TEST_CASE("a worker whose configuration is wrong ends with status 1") {
  forked_worker worker("global\n  foo\n");
  CHECK(exited(worker.wait(), 1));
}
