// A worker proxy that ends its worker, first gently.
#include "tests/fixtures/proxy_fixture.hpp"

#include <csignal>

namespace mw::worker_proxy_stop_test {

using namespace std::chrono_literals;
using test::proxy_fixture;

namespace {

/// A worker that ignores signals, and says so.
struct stubborn_fixture : proxy_fixture {
  stubborn_fixture() {
    script = std::make_unique<mw::test::script>(
        "#!/bin/sh\ntrap 'echo told >&2' USR1 TERM INT\necho up >&2\n"
        "failed=0\n"
        "while read -r code <&4 || [ $((failed += 1)) -lt 9 ]; do\n" // a signal fails it too
        "  [ -n \"$code\" ] && exit $code\n"
        "done\n");
    start();
    heard("up\n");
  }

  /// Awaits this text of the worker on its stderr.
  void heard(const std::string& text) {
    settle();
    script->wake();
    auto got = std::string{};
    for (auto until = test::deadline{test::patience}; got != text && !until.passed(); settle())
      if (!master.empty())
        got += master.take<worker_said>().lines;
    CHECK(got == text);
  }
};

} // namespace

TEST_CASE_METHOD(proxy_fixture, "a worker that is asked to finish, and does") {
  start();
  master.send(proxy, stop_worker{SIGUSR1});
  settle();
  CHECK(ended() == worker_ended{.process = process, .signal = SIGUSR1});
}

TEST_CASE_METHOD(proxy_fixture, "the reason why a worker is ended is told with its end") {
  start();
  master.send(proxy, stop_worker{SIGTERM, "exceeds max reloads (10)"});
  settle();
  CHECK(ended() ==
        worker_ended{.process = process, .signal = SIGTERM, .cause = "exceeds max reloads (10)"});
}

TEST_CASE_METHOD(proxy_fixture, "a stopped worker is woken to be told to end") {
  start();
  master.send(proxy, signal_worker{SIGSTOP});
  master.send(proxy, stop_worker{SIGTERM});
  settle();
  CHECK(ended() == worker_ended{.process = process, .signal = SIGTERM});
}

TEST_CASE_METHOD(stubborn_fixture, "a worker with work left is ended after hard-stop-after") {
  master.send(proxy, stop_worker{SIGUSR1});
  heard("told\n");
  pass(15min - 1ms);
  CHECK(master.empty());
  pass(1ms);
  heard("told\n");
  pass(30s);
  CHECK(ended() == worker_ended{.process = process,
                                .signal = SIGKILL,
                                .cause = "did not stop",
                                .last_words = {"up", "told", "told"}});
}

TEST_CASE_METHOD(stubborn_fixture, "a worker that ignores SIGTERM is killed after 30 seconds") {
  master.send(proxy, stop_worker{SIGTERM});
  heard("told\n");
  pass(30s - 1ms);
  CHECK(master.empty());
  pass(1ms);
  CHECK(ended().signal == SIGKILL);
}

TEST_CASE_METHOD(stubborn_fixture, "a harder order replaces a soft one") {
  master.send(proxy, stop_worker{SIGUSR1});
  heard("told\n");
  master.send(proxy, stop_worker{SIGINT});
  heard("told\n");
  pass(30s);
  CHECK(ended().signal == SIGKILL);
}

TEST_CASE_METHOD(stubborn_fixture, "a worker that stops in time is not killed later") {
  master.send(proxy, stop_worker{SIGTERM});
  heard("told\n");
  script->exit(7);
  CHECK(ended().exit_code == 7);
  pass(1s);
  CHECK(master.empty());
}

TEST_CASE_METHOD(stubborn_fixture, "a worker that was told to stop is not asked whether it lives") {
  auto question = test::stream_end{next_channel().fd};
  question.send("0.1.0\n");
  settle();
  CHECK(master.take<worker_ready>() == worker_ready{process, "0.1.0"});
  master.send(proxy, stop_worker{SIGUSR1});
  settle();
  pass(14min);
  CHECK_FALSE(view->has_input(worker_descriptor::control));
}

} // namespace mw::worker_proxy_stop_test
