// The master: workers that end by themselves.
#include "tests/fixtures/master_fixture.hpp"

#include <csignal>
#include <random>
#include <set>

namespace mw::master_restart_test {

using namespace std::chrono_literals;
using mw::test::master_fixture;

namespace {

struct one_worker : master_fixture {
  one_worker() { start(1); }

  /// Ends the newest process before it is ready, and waits until the next one is started.
  void fail_and_wait(std::chrono::milliseconds delay) {
    auto serial = starts.size();
    started(serial);
    exits(serial, 1);
    pass(delay - 1ms);
    CHECK(starts.size() == serial);
    pass(1ms);
    CHECK(starts.size() == serial + 1);
  }
};

} // namespace

TEST_CASE_METHOD(one_worker, "the route_news is told why a worker is gone") {
  ready(1);
  route_news.take<worker_up, worker_proxy_actor>();
  killed(1, SIGKILL);
  CHECK(route_news.take<worker_down>() == worker_down{process(1),
                                                      "worker 1 (1001) killed by signal 9 (Killed)",
                                                      "is started again in 75 ms"});
}

TEST_CASE_METHOD(one_worker, "after a second of service a worker is started again at once") {
  ready(1);
  route_news_knows();
  pass(1s);
  exits(1, 3);
  CHECK(starts == std::vector<process_key>{{1, 1}, {1, 2}});
  CHECK(log.take() == line("[NOTICE]", "Initializing new worker (1001)") +
                          line("[NOTICE]", "Loading success.") +
                          line("[WARNING]", "Current worker (1001) exited with code 3 (Exit)") +
                          line("[NOTICE]", "worker 1 is started again in 0 ms"));
}

TEST_CASE_METHOD(one_worker, "a worker that was killed is an alert") {
  ready(1);
  log.take();
  killed(1, SIGSEGV);
  CHECK(log.take() ==
        line("[ALERT]", "Current worker (1001) exited with code 139 (Segmentation fault)") +
            line("[NOTICE]", "worker 1 is started again in 75 ms"));
}

TEST_CASE_METHOD(one_worker, "what the exit status does not tell is in the log") {
  started(1);
  log.take();
  caf::anon_send(
      master,
      worker_ended{.process = process(1), .signal = SIGKILL, .cause = "was not ready in time"});
  settle();
  CHECK(log.take() ==
        line("[ALERT]",
             "Current worker (1001) exited with code 137 (Killed), as it was not ready in time") +
            line("[NOTICE]", "worker 1 is started again in 75 ms"));
  CHECK(route_news.take<worker_down>().reason ==
        "worker 1 (1001) was not ready in time, killed by signal 9 (Killed)");
}

TEST_CASE_METHOD(one_worker, "after less service it waits, and the wait doubles") {
  ready(1);
  fail_and_wait(75ms);
  fail_and_wait(150ms);
  fail_and_wait(300ms);
}

TEST_CASE_METHOD(one_worker,
                 "a worker that was ready once is restarted for ever, within 30 seconds") {
  ready(1);
  for (auto delay : {75, 150, 300, 600, 1200, 2400, 4800, 9600, 19200})
    fail_and_wait(std::chrono::milliseconds{delay});
  fail_and_wait(22500ms);
  fail_and_wait(22500ms);
  CHECK(exit_codes.empty());
}

TEST_CASE_METHOD(one_worker, "the first generation is given up after five starts that failed") {
  for (auto delay : {75, 150, 300, 600})
    fail_and_wait(std::chrono::milliseconds{delay});
  started(5);
  log.take();
  exits(5, 3);
  CHECK(exit_codes == std::vector{3});
  CHECK(has_ended(master));
  CHECK(log.take() == line("[WARNING]", "Current worker (1005) exited with code 3 (Exit)") +
                          line("[ALERT]", "worker 1 was not ready after 5 starts: giving up") +
                          line("[WARNING]", "Exiting Master process...") +
                          line("[WARNING]", "All workers exited. Exiting... (3)"));
}

TEST_CASE_METHOD(one_worker, "giving up is a failure also if the worker said 0") {
  for (auto delay : {75, 150, 300, 600})
    fail_and_wait(std::chrono::milliseconds{delay});
  exits(5, 0);
  CHECK(exit_codes == std::vector{1});
}

TEST_CASE_METHOD(one_worker, "a worker that cannot be started counts as a failed start") {
  cannot_start(1, "cannot be started: /bin/none: No such file or directory");
  CHECK(log.take() ==
        line("[ALERT]", "worker 1 cannot be started: /bin/none: No such file or directory") +
            line("[NOTICE]", "worker 1 is started again in 75 ms"));
  for (auto delay : {75, 150, 300, 600}) {
    pass(std::chrono::milliseconds{delay});
    cannot_start(starts.size(), "cannot be started: again");
  }
  CHECK(starts.size() == 5);
  CHECK(exit_codes == std::vector{1});
}

TEST_CASE_METHOD(master_fixture, "when one worker is given up the others are stopped first") {
  start(2);
  ready(2);
  cannot_start(1, "cannot be started");
  for (auto delay : {75, 150, 300, 600}) {
    pass(std::chrono::milliseconds{delay});
    cannot_start(starts.size(), "cannot be started");
  }
  CHECK(signals_to(2) == std::vector{SIGTERM});
  CHECK(exit_codes.empty());
  killed(2, SIGTERM);
  CHECK(exit_codes == std::vector{1});
}

TEST_CASE_METHOD(master_fixture, "with exit-on-failure the first end stops all") {
  start(2, true);
  ready(1);
  ready(2);
  log.take();
  killed(1, SIGSEGV);
  CHECK(log.take() ==
        line("[ALERT]", "Current worker (1001) exited with code 139 (Segmentation fault)") +
            line("[ALERT]", "exit-on-failure: killing every processes with SIGTERM") +
            line("[WARNING]", "Exiting Master process..."));
  CHECK(signals_to(2) == std::vector{SIGTERM});
  killed(2, SIGTERM);
  CHECK(exit_codes == std::vector{139});
  pass(1h);
  CHECK(starts.size() == 2);
}

TEST_CASE_METHOD(master_fixture, "with exit-on-failure a worker told to end makes a good end") {
  start(2, true);
  ready(1);
  ready(2);
  killed(1, SIGTERM);
  killed(2, SIGTERM);
  CHECK(exit_codes == std::vector{0});
}

TEST_CASE_METHOD(master_fixture,
                 "workers that crash at the same moment do not come back together") {
  random = [engine = std::mt19937_64{1}]() mutable {
    return std::uniform_real_distribution<>{0, 1}(engine);
  };
  serve(test::share(test::plan_of(20)));
  for (auto serial = uint64_t{1}; serial <= 20; ++serial)
    killed(serial, SIGSEGV);
  auto delays = std::set<int64_t>{};
  for (const auto& row : table().workers)
    delays.insert(row.restart_in);
  CHECK(*delays.begin() >= 50);
  CHECK(*delays.rbegin() < 100);
  CHECK(delays.size() > 10);
  pass(49ms);
  CHECK(starts.size() == 20);
  pass(51ms);
  auto numbers = std::set<int32_t>{};
  for (auto again = starts.begin() + 20; again != starts.end(); ++again)
    numbers.insert(again->relative);
  CHECK(numbers.size() == 20);
  CHECK(starts.size() == 40);
}

} // namespace mw::master_restart_test
