// The master: how it stops.
#include "tests/fixtures/master_fixture.hpp"

#include <csignal>

namespace mw::master_stop_test {

using namespace std::chrono_literals;
using mw::test::master_fixture;

namespace {

using signals = std::vector<int>;

struct two_workers : master_fixture {
  two_workers() {
    start(2);
    ready(1);
    ready(2);
    log.take();
  }
};

} // namespace

TEST_CASE_METHOD(two_workers, "SIGTERM is passed on, and the master ends with the last worker") {
  signal(SIGTERM);
  CHECK(signals_to(1) == signals{SIGTERM});
  CHECK(signals_to(2) == signals{SIGTERM});
  killed(1, SIGTERM);
  CHECK(exit_codes.empty());
  CHECK_FALSE(has_ended(master));
  killed(2, SIGTERM);
  CHECK(exit_codes == std::vector{0});
  CHECK(has_ended(master));
  CHECK(log.take() == line("[WARNING]", "Exiting Master process...") +
                          line("[WARNING]", "All workers exited. Exiting... (0)"));
}

TEST_CASE_METHOD(two_workers, "SIGINT is passed on, the exit code is 130") {
  signal(SIGINT);
  CHECK(signals_to(1) == signals{SIGINT});
  CHECK(signals_to(2) == signals{SIGINT});
  exits(1, 130);
  exits(2, 130);
  CHECK(exit_codes == std::vector{130});
}

TEST_CASE_METHOD(two_workers, "SIGUSR1 lets the workers take their time") {
  signal(SIGUSR1);
  CHECK(signals_to(1) == signals{SIGUSR1});
  pass(1h);
  signal(SIGUSR1);
  CHECK(signals_to(1).empty());
  exits(1, 0);
  exits(2, 0);
  CHECK(exit_codes == std::vector{0});
}

TEST_CASE_METHOD(two_workers, "SIGTERM after SIGUSR1 ends what takes too long, in order") {
  signal(SIGUSR1);
  signals_to(1);
  signal(SIGTERM);
  CHECK(signals_to(1) == signals{SIGTERM});
  killed(1, SIGKILL);
  killed(2, SIGKILL);
  CHECK(exit_codes == std::vector{0});
  CHECK(log.take() == line("[WARNING]", "Exiting Master process...") +
                          line("[WARNING]", "All workers exited. Exiting... (0)"));
}

TEST_CASE_METHOD(two_workers, "a second SIGTERM kills the workers that are left") {
  signal(SIGTERM);
  killed(1, SIGTERM);
  signals_to(1);
  signals_to(2);
  signal(SIGTERM);
  CHECK(signals_to(1).empty());
  CHECK(signals_to(2) == signals{SIGKILL});
  killed(2, SIGKILL);
  CHECK(exit_codes == std::vector{0});
}

TEST_CASE_METHOD(two_workers, "a stop that takes long says once what it waits for") {
  signal(SIGTERM);
  killed(1, SIGTERM);
  log.take();
  pass(2s);
  CHECK(log.take() == line("[WARNING]", "Waiting for worker 2 (1002): killed in 28 s, or at once "
                                        "by a second signal"));
  pass(20s);
  CHECK(log.take().empty());
}

TEST_CASE_METHOD(two_workers, "SIGUSR1 after SIGTERM softens nothing") {
  signal(SIGTERM);
  signals_to(1);
  signal(SIGUSR1);
  CHECK(signals_to(1).empty());
}

TEST_CASE_METHOD(two_workers, "no worker is started while the master stops") {
  exits(1, 3);
  signal(SIGTERM);
  pass(1h);
  CHECK(starts.size() == 2);
  killed(2, SIGKILL);
  CHECK(exit_codes == std::vector{0});
}

TEST_CASE_METHOD(two_workers, "a worker that ends while the master stops is not a failure") {
  signal(SIGTERM);
  log.take();
  route_news.take<worker_up, worker_proxy_actor>();
  route_news.take<worker_up, worker_proxy_actor>();
  killed(1, SIGSEGV);
  CHECK(log.take().empty());
  CHECK(route_news.take<worker_down>().process == process(1));
}

TEST_CASE_METHOD(two_workers, "the table shows workers that stop") {
  signal(SIGTERM);
  auto rows = table().workers;
  CHECK(rows.at(0).state == worker_state::stopping);
  CHECK(rows.at(1).state == worker_state::stopping);
}

TEST_CASE_METHOD(master_fixture,
                 "a worker whose start is on its way is stopped when it has started") {
  start(1);
  signal(SIGTERM);
  CHECK(signals_to(1) == signals{SIGTERM});
  ready(1);
  CHECK(route_news.empty());
  CHECK(observer->told == std::vector<std::string>{"stopping"});
  killed(1, SIGTERM);
  CHECK(exit_codes == std::vector{0});
}

TEST_CASE_METHOD(master_fixture, "with all workers waiting the master stops at once") {
  start(1);
  cannot_start(1, "cannot be started");
  signal(SIGINT);
  CHECK(exit_codes == std::vector{130});
  CHECK(has_ended(master));
}

TEST_CASE_METHOD(two_workers, "the workers get the signals by which they pause and resume") {
  signal(SIGTTOU);
  signal(SIGTTIN);
  CHECK(signals_to(1) == signals{SIGTTOU, SIGTTIN});
  CHECK(signals_to(2) == signals{SIGTTOU, SIGTTIN});
  CHECK(log.take().empty());
}

} // namespace mw::master_stop_test
