// The real worker process with faults on order: each of its steps is reached when it should be.
#include "actors/command_line/options.hpp"
#include "actors/config/text/source.hpp"
#include "actors/plan/worker_executable.hpp"
#include "net/stream/channel.hpp"
#include "tests/programs/program.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <csignal>
#include <optional>

#include <sys/socket.h>

using namespace mw;
using namespace mw::test;

namespace {

/// A worker without a master, which is played by the test.
class faulty_worker {
public:
  explicit faulty_worker(const std::string& faults) {
    std::array<config::source, 1> sources{{{"a.cfg", "global\n"}}};
    auto sealed = config::seal_sources(sources).value();
    auto [ours, theirs] = net::make_pair().value();
    auto options = worker_options{worker_descriptor::control, worker_descriptor::config, 1, 1};
    auto arguments = worker_arguments("", options);
    arguments.erase(arguments.begin());
    control_ = std::move(ours);
    program_.emplace(start_options{.arguments = arguments,
                                   .in_front = {"/usr/bin/env", "MW_FAULT=" + faults},
                                   .descriptors = {{theirs.get(), worker_descriptor::control},
                                                   {sealed.get(), worker_descriptor::config}}});
  }

  /// Says lines. Returns the answer up to the end of the connection.
  std::string ask(std::string_view lines) {
    auto [ours, theirs] = net::make_pair().value();
    // A worker that has ended takes no channel.
    if (net::pass_channel(control_.get(), theirs, net::channel_kind::lines))
      return "";
    theirs.reset();
    ::send(ours.get(), lines.data(), lines.size(), MSG_NOSIGNAL);
    std::string all;
    std::array<char, 4096> buffer{};
    for (deadline until(patience); wait_for(ours.get(), POLLIN, until);) {
      auto got = ::recv(ours.get(), buffer.data(), buffer.size(), 0);
      if (got <= 0)
        return all;
      all.append(buffer.data(), static_cast<size_t>(got));
    }
    FAIL("no end of the answer, only: " << all);
    return all;
  }

  void stop_softly() { program_->signal(SIGUSR1); }

  /// Awaits the worker's end. Returns its exit code, or 128 and the signal.
  int end() { return program_->await_end().number(); }

  const std::string& errors() const { return program_->errors(); }

private:
  net::unique_fd control_;
  std::optional<program> program_;
};

constexpr int by_kill = 128 + SIGKILL;

} // namespace

TEST_CASE("a worker ends before it reads its configuration, if so ordered") {
  faulty_worker worker("worker.before-config:exit=3");
  CHECK(worker.end() == 3);
}

TEST_CASE("a worker ends before it is ready, if so ordered: nothing is answered") {
  faulty_worker worker("worker.before-ready:kill9");
  CHECK(worker.ask("echo a\n").empty());
  CHECK(worker.end() == by_kill);
}

TEST_CASE("a worker ends when it is ready, if so ordered: the first answer is whole") {
  faulty_worker worker("worker.ready:kill9");
  CHECK(worker.ask("echo a\n") == "a\n\n");
  CHECK(worker.end() == by_kill);
}

TEST_CASE("a worker ends when it is to drain, if so ordered") {
  faulty_worker worker("worker.draining:exit=9");
  CHECK(worker.ask("echo a\n") == "a\n\n");
  worker.stop_softly();
  CHECK(worker.end() == 9);
}

TEST_CASE("a worker ends within its second answer, if so ordered: half of it is sent") {
  faulty_worker worker("worker.replying:kill9");
  CHECK(worker.ask("echo abcd\n") == "abcd\n\n");
  CHECK(worker.ask("echo abcd\n") == "abc");
  CHECK(worker.end() == by_kill);
}

TEST_CASE("a worker that is only held up within its answers sends them whole") {
  faulty_worker worker("worker.replying:delay=1,worker.before-ready:delay=1,other.step:kill9");
  CHECK(worker.ask("echo abcd\n") == "abcd\n\n");
  CHECK(worker.ask("echo abcd;echo e\n") == "abcd\n\ne\n\n");
  worker.stop_softly();
  CHECK(worker.end() == 0);
}

TEST_CASE("faults that are no faults are told once, and the worker works") {
  faulty_worker worker("worker.ready:kill10");
  CHECK(worker.ask("echo a\n") == "a\n\n");
  CHECK(worker.ask("echo b\n") == "b\n\n");
  worker.stop_softly();
  CHECK(worker.end() == 0);
  CHECK(worker.errors() ==
        "MW_FAULT: 'worker.ready:kill10' is not <step>:kill9|stop|exit=<code>|delay=<ms>|abort\n");
}
