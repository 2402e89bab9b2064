// A worker proxy: whether its worker answers.
#include "tests/fixtures/proxy_fixture.hpp"

#include <csignal>

namespace mw::worker_proxy_health_test {

using namespace std::chrono_literals;
using test::proxy_fixture;
using test::stream_end;

namespace {

/// A worker that was ready; its next question comes five seconds later.
struct ready_fixture : proxy_fixture {
  explicit ready_fixture(std::chrono::milliseconds hung_after = 60s) {
    plan.hung_after = hung_after;
    start();
    answer_next();
    master.take<worker_ready>();
  }

  void answer_next() {
    auto worker = stream_end{next_channel().fd};
    CHECK(worker.received() == "show version\n");
    worker.send("0.1.0\n\n");
    worker.close();
    settle();
  }
};

struct patient_fixture : ready_fixture {
  patient_fixture() : ready_fixture(0ms) {}
};

struct quick_fixture : ready_fixture {
  quick_fixture() : ready_fixture(1200ms) {}
};

} // namespace

TEST_CASE_METHOD(ready_fixture, "a worker that answers every question is left alone") {
  for (auto rounds = 0; rounds < 30; ++rounds) {
    pass(5s);
    answer_next();
  }
  CHECK(master.empty());
}

TEST_CASE_METHOD(ready_fixture, "a worker is asked once, until it answers") {
  pass(5s);
  auto asked = stream_end{next_channel().fd};
  pass(5s);
  CHECK_FALSE(view->has_input(worker_descriptor::control));
  asked.send("0.1.0\n");
  settle();
  pass(5s);
  CHECK(view->has_input(worker_descriptor::control));
}

TEST_CASE_METHOD(ready_fixture,
                 "a worker that is silent for 15 seconds is suspect, until it answers") {
  pass(5s);
  pass(10s);
  CHECK(master.empty());
  pass(5s);
  CHECK(master.take<worker_liveness>() == worker_liveness{process, false});
  pass(5s);
  CHECK(master.empty());
  answer_next();
  CHECK(master.take<worker_liveness>() == worker_liveness{process, true});
}

TEST_CASE_METHOD(ready_fixture,
                 "a worker that is silent for a minute is ended, and the reason told") {
  pass(5s);
  for (auto silent = 5s; silent <= 60s; silent += 5s)
    pass(5s);
  master.take<worker_liveness>();
  auto news = ended();
  CHECK(news.signal == SIGABRT);
  CHECK(news.cause == "has not answered for 60s");
}

TEST_CASE_METHOD(quick_fixture,
                 "the limit of silence is the configuration's, and the rest follows") {
  pass(100ms);
  pass(300ms);
  CHECK(master.take<worker_liveness>() == worker_liveness{process, false});
  for (auto silent = 400ms; silent <= 1200ms; silent += 100ms)
    pass(100ms);
  CHECK(ended().cause == "has not answered for 1.2s");
}

TEST_CASE_METHOD(patient_fixture, "without a limit a silent worker is suspect, and lives") {
  pass(5s);
  for (auto rounds = 0; rounds < 200; ++rounds)
    pass(5s);
  CHECK(master.take<worker_liveness>() == worker_liveness{process, false});
  CHECK(master.empty());
  CHECK(::kill(process.pid, 0) == 0);
}

} // namespace mw::worker_proxy_health_test
