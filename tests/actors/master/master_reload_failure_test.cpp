// The master: reloads that fail or are cut short, and the old generation that serves on.
#include "tests/fixtures/reload_fixture.hpp"

#include <csignal>

namespace mw::master_reload_failure_test {

using namespace std::chrono_literals;
using mw::test::reload_fixture;

namespace {

using signals = std::vector<int>;
using words = std::vector<std::string>;

struct both_starting_fixture : reload_fixture {
  both_starting_fixture() {
    ask();
    loads(2);
    started(3);
    started(4);
    log.take();
  }
};

} // namespace

TEST_CASE_METHOD(reload_fixture, "a configuration that is refused changes nothing") {
  ask();
  refuses("[ALERT]    (1) : config : bad\n");
  CHECK(route_news_reads() == words{"2 workers, failed"});
  CHECK(answers == results{{false, line("[NOTICE]", "Reloading the configuration") +
                                       "[ALERT]    (1) : config : bad\n"}});
  CHECK(starts.size() == 2);
  CHECK(signals_to(1).empty());
  auto now = table();
  CHECK(now.master.reloads == 1);
  CHECK(now.master.failed_reloads == 1);
  CHECK(now.workers.size() == 2);
  CHECK(observer->told == words{"started", "reloading", "not reloaded"});
}

TEST_CASE_METHOD(both_starting_fixture,
                 "a new worker that ends before all are ready fails the reload") {
  tell(worker_ready{process(3)});
  tell(worker_said{process(4), "[ALERT]    (1004) : no\n"});
  exits(4, 1);
  CHECK(log.take() == line("[WARNING]", "Failed to load worker (1004) exited with code 1 (Exit)"));
  CHECK(signals_to(3) == signals{SIGTERM});
  CHECK(signals_to(1).empty());
  CHECK(route_news_reads() == words{"down 4", "2 workers, failed"});
  CHECK_FALSE(answers.at(0).success);
  CHECK_THAT(
      answers.at(0).log,
      Catch::EndsWith("[ALERT]    (1004) : no\n" +
                      line("[WARNING]", "Failed to load worker (1004) exited with code 1 (Exit)")));
}

TEST_CASE_METHOD(both_starting_fixture, "the discarded workers are never called former ones") {
  exits(4, 1);
  route_news_reads();
  log.take();
  auto now = table();
  CHECK(now.workers.size() == 2);
  CHECK(now.old_workers.empty());
  CHECK(now.new_workers.at(0).state == worker_state::stopping);
  killed(3, SIGTERM);
  CHECK(log.take().empty());
  CHECK(table().new_workers.empty());
}

TEST_CASE_METHOD(both_starting_fixture, "why a new worker was ended by us is told") {
  tell(worker_ended{.process = process(4), .signal = SIGKILL, .cause = "was not ready within 60s"});
  CHECK(log.take() == line("[WARNING]", "Failed to load worker (1004) exited with code 137 "
                                        "(Killed), as it was not ready within 60s"));
}

TEST_CASE_METHOD(both_starting_fixture, "a new worker that cannot be started fails the reload") {
  cannot_start(4, "cannot be started: Resource temporarily unavailable");
  CHECK(log.take() ==
        line("[ALERT]", "worker 2 cannot be started: Resource temporarily unavailable"));
  route_news_reads();
  CHECK_FALSE(answers.at(0).success);
}

TEST_CASE_METHOD(reload_fixture, "a configuration that cannot be read in time fails the reload") {
  ask();
  pass(60s);
  route_news_reads();
  CHECK(answers ==
        results{{false, line("[NOTICE]", "Reloading the configuration") +
                            line("[ALERT]", "config : it could not be read within 60s")}});
  loads(1); // too late
  CHECK(starts.size() == 2);
}

TEST_CASE_METHOD(reload_fixture, "after a failed reload the next one works") {
  ask();
  refuses("no\n");
  route_news_reads();
  ask();
  loads(1);
  ready(3);
  CHECK(route_news_reads() == words{"up 3", "leaving 1", "leaving 2", "1 workers"});
  CHECK(answers.at(1).success);
  CHECK(table().master.failed_reloads == 0);
}

TEST_CASE_METHOD(reload_fixture, "failures in a row are counted") {
  for (auto time = 1U; time <= 3; ++time) {
    ask();
    refuses("no\n");
    route_news_reads();
    CHECK(table().master.failed_reloads == time);
  }
}

TEST_CASE_METHOD(reload_fixture,
                 "the next reload does not wait for the route_news to hear of a failure") {
  ask();
  ask();
  refuses("first\n");
  refuses("second\n");
  route_news_reads();
  REQUIRE(answers.size() == 2);
  CHECK_THAT(answers[0].log, Catch::EndsWith("first\n"));
  CHECK_THAT(answers[1].log, Catch::EndsWith("second\n"));
}

TEST_CASE_METHOD(both_starting_fixture, "a stop ends a reload, and every asker is told") {
  ask();
  signal(SIGTERM);
  CHECK(answers ==
        results{{false, "The master is stopping.\n"}, {false, "The master is stopping.\n"}});
  for (auto serial : {1U, 2U})
    CHECK(signals_to(serial) == signals{SIGTERM});
  for (auto serial : {3U, 4U}) // once as not wanted, once as all are
    CHECK(signals_to(serial) == signals{SIGTERM, SIGTERM});
  for (auto serial : {1U, 2U, 3U})
    killed(serial, SIGTERM);
  CHECK(exit_codes.empty());
  killed(4, SIGTERM);
  CHECK(exit_codes == std::vector{0});
  CHECK(has_ended(master));
}

TEST_CASE_METHOD(reload_fixture, "a stop while the configuration is read") {
  ask();
  signal(SIGINT);
  CHECK(answers == results{{false, "The master is stopping.\n"}});
  loads(2);
  CHECK(starts.size() == 2);
  exits(1, 130);
  exits(2, 130);
  CHECK(exit_codes == std::vector{130});
}

TEST_CASE_METHOD(both_starting_fixture, "a stop after all are ready, before the route_news knows") {
  ready(3);
  ready(4);
  signal(SIGTERM);
  route_news_reads();
  CHECK(answers == results{{false, "The master is stopping.\n"}});
  for (auto serial : {1U, 2U, 3U, 4U}) {
    CHECK(signals_to(serial) == signals{SIGTERM});
    killed(serial, SIGTERM);
  }
  CHECK(exit_codes == std::vector{0});
}

TEST_CASE_METHOD(reload_fixture, "who asks a master that stops is refused") {
  signal(SIGUSR1);
  ask();
  signal(SIGUSR2);
  CHECK(answers == results{{false, "The master is stopping.\n"}});
  CHECK_FALSE(is_loading());
}

TEST_CASE_METHOD(reload_fixture, "a crash of the serving worker after a failed reload is a crash") {
  ask();
  refuses("no\n");
  route_news_reads();
  pass(2s);
  log.take();
  killed(1, SIGSEGV);
  CHECK(log.take() ==
        line("[ALERT]", "Current worker (1001) exited with code 139 (Segmentation fault)") +
            line("[NOTICE]", "worker 1 is started again in 0 ms"));
  CHECK(exit_codes.empty());
}

TEST_CASE_METHOD(reload_fixture, "a worker that is ready twice, late or unknown changes nothing") {
  ask();
  loads(1);
  ready(3);
  route_news_reads();
  exits(1, 0);
  route_news_reads();
  auto before = table();
  tell(worker_ready{process(3)});
  tell(worker_ready{process(1)});
  tell(worker_ready{{.relative = 7, .serial = 77, .pid = 7}});
  tell(worker_ready{process(2)});
  CHECK(table() == before);
  CHECK(route_news.empty());
}

} // namespace mw::master_reload_failure_test
