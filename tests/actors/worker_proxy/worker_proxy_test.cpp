// A worker proxy: the life of its process.
#include "tests/fixtures/proxy_fixture.hpp"

#include <csignal>

namespace mw::worker_proxy_test {

using namespace std::chrono_literals;
using test::process_is_gone;
using test::proxy_fixture;

TEST_CASE_METHOD(proxy_fixture, "a started process is told with its pid and descriptors") {
  start(script->program());
  auto news = master.take<worker_started>();
  view.emplace(news.process.pid);
  CHECK(news.process.relative == 2);
  CHECK(news.process.serial == 5);
  CHECK(::kill(news.process.pid, 0) == 0);
  CHECK(news.master_fd >= 0);
  CHECK(news.worker_fd == 3);
  CHECK(master.empty());
}

TEST_CASE_METHOD(proxy_fixture, "a program that there is not cannot be started") {
  auto program = script->program();
  program.path = script->folder / "missing";
  start(program);
  auto cause = "cannot be started: " + program.path + ": No such file or directory";
  CHECK(master.take<worker_ended>() == worker_ended{.process = {2, 5, 0, 0}, .cause = cause});
  CHECK(ask<channel_opened>(open_channel{true}).second == process_is_gone);
  CHECK(ask<end_of_process>(ask_end{}).first == end_of_process{"worker 2 " + cause, true});
  pass(2s);
  CHECK(has_ended(proxy));
}

TEST_CASE_METHOD(proxy_fixture, "an exit is told with its code") {
  start();
  script->exit(3);
  CHECK(ended() == worker_ended{.process = process, .exit_code = 3});
  CHECK(ask<channel_opened>(open_channel{true}).second == process_is_gone);
  CHECK(ask<end_of_process>(ask_end{}).first ==
        end_of_process{to_string(process) + " exited with code 3", true});
}

TEST_CASE_METHOD(proxy_fixture, "after the end there are two seconds for questions") {
  start();
  script->exit(0);
  ended();
  pass(1999ms);
  CHECK_FALSE(has_ended(proxy));
  pass(1ms);
  CHECK(has_ended(proxy));
}

TEST_CASE_METHOD(proxy_fixture, "a signal reaches the process, and its end is told with it") {
  start();
  master.send(proxy, signal_worker{SIGTERM});
  settle();
  CHECK(ended() == worker_ended{.process = process, .signal = SIGTERM});
}

TEST_CASE_METHOD(proxy_fixture, "a signal for a process that has ended does nothing") {
  start();
  script->exit(0);
  ended();
  master.send(proxy, signal_worker{SIGKILL});
  settle();
  CHECK(master.empty());
}

TEST_CASE_METHOD(proxy_fixture, "a worker is ready with its first answer, once") {
  start();
  auto probe = next_channel();
  CHECK(probe.kind == net::channel_kind::lines);
  auto worker = test::stream_end{std::move(probe.fd)};
  CHECK(worker.received() == "show version\n");
  CHECK(master.empty());
  worker.send("0.1.0\n");
  settle();
  CHECK(master.take<worker_ready>() == worker_ready{process, "0.1.0"});
  worker.send("\n");
  settle();
  CHECK(master.empty());
  worker.close();
  CHECK(master.empty());
}

TEST_CASE_METHOD(proxy_fixture, "a worker that is not ready within a minute is killed") {
  start();
  pass(59999ms);
  CHECK(master.empty());
  pass(1ms);
  CHECK(ended() ==
        worker_ended{.process = process, .signal = SIGKILL, .cause = "was not ready within 60s"});
}

} // namespace mw::worker_proxy_test
