// The master: from one generation of workers to the next.
#include "tests/fixtures/reload_fixture.hpp"

#include <csignal>

namespace mw::master_reload_test {

using namespace std::chrono_literals;
using mw::test::reload_fixture;
using mw::test::share;

namespace {

using signals = std::vector<int>;
using words = std::vector<std::string>;

std::vector<uint64_t> serials(const std::vector<process_info>& rows) {
  auto all = std::vector<uint64_t>{};
  for (const auto& row : rows)
    all.push_back(row.key.serial);
  return all;
}

using list = std::vector<uint64_t>;

/// Two workers, 1 and 2, and a reload whose new ones, 3 and 4, are starting.
struct starting_fixture : reload_fixture {
  starting_fixture() {
    ask();
    loads(2);
  }
};

} // namespace

TEST_CASE_METHOD(reload_fixture, "a reload reads the configuration and starts new workers beside "
                                 "the old ones") {
  ask();
  CHECK(is_loading());
  CHECK(starts.size() == 2);
  loads(3);
  CHECK(starts.size() == 5);
  CHECK(starts.at(2) == process_key{1, 3});
  CHECK(starts.at(4) == process_key{3, 5});
  CHECK(answers.empty());
  CHECK(signals_to(1).empty());
  auto now = table();
  CHECK(serials(now.workers) == list{1, 2});
  CHECK(serials(now.new_workers) == list{3, 4, 5});
  CHECK(now.old_workers.empty());
}

TEST_CASE_METHOD(starting_fixture,
                 "the route_news knows the new ones before the old ones must leave") {
  ready(3);
  CHECK(route_news.empty());
  ready(4);
  CHECK(signals_to(1).empty());
  CHECK(route_news_reads() == words{"up 3", "up 4", "leaving 1", "leaving 2", "2 workers"});
  CHECK(signals_to(1) == signals{SIGUSR1});
  CHECK(signals_to(2) == signals{SIGUSR1});
  CHECK(signals_to(3).empty());
  auto now = table();
  CHECK(serials(now.workers) == list{3, 4});
  CHECK(now.new_workers.empty());
  CHECK(serials(now.old_workers) == list{1, 2});
}

TEST_CASE_METHOD(starting_fixture, "the answer comes at the end, with what was said meanwhile") {
  started(3);
  started(4);
  tell(worker_said{process(4), "[WARNING]  (1004) : hot\n"});
  tell(worker_ready{process(3)});
  tell(worker_ready{process(4)});
  CHECK(answers.empty());
  route_news_reads();
  CHECK(answers ==
        results{{true, line("[NOTICE]", "Reloading the configuration") +
                           line("[NOTICE]", "Initializing new worker (1003)") +
                           line("[NOTICE]", "Initializing new worker (1004)") +
                           "[WARNING]  (1004) : hot\n" + line("[NOTICE]", "Loading success.")}});
  CHECK(observer->told == words{"started", "reloading", "reloaded"});
}

TEST_CASE_METHOD(reload_fixture, "a hard reload ends the old workers at once") {
  ask(true);
  loads(2);
  ready(3);
  ready(4);
  route_news_reads();
  CHECK(signals_to(1) == signals{SIGTERM});
  CHECK(signals_to(2) == signals{SIGTERM});
}

TEST_CASE_METHOD(reload_fixture, "the signals USR2 and HUP are reloads that nobody waits for") {
  for (auto number : {SIGUSR2, SIGHUP}) {
    auto before = starts.size();
    signal(number);
    loads(1);
    ready(before + 1);
    route_news_reads();
    CHECK(serials(table().workers) == list{before + 1});
  }
}

TEST_CASE_METHOD(starting_fixture, "old workers are listed until they end") {
  ready(3);
  ready(4);
  route_news_reads();
  log.take();
  exits(1, 0);
  CHECK(log.take() == line("[WARNING]", "Former worker (1001) exited with code 0 (Exit)"));
  CHECK(route_news_reads() == words{"down 1"});
  killed(2, SIGSEGV);
  CHECK(log.take() ==
        line("[WARNING]", "Former worker (1002) exited with code 139 (Segmentation fault)"));
  CHECK(table().old_workers.empty());
  CHECK(starts.size() == 4);
}

TEST_CASE_METHOD(reload_fixture, "reloads are counted for everybody who has lived through them") {
  ask();
  loads(1);
  ready(3);
  route_news_reads();
  ask();
  refuses("no\n");
  auto now = table();
  CHECK(now.master.reloads == 2);
  CHECK(now.master.failed_reloads == 1);
  CHECK(now.workers.at(0).reloads == 1);
  CHECK(now.old_workers.at(0).reloads == 2);
}

TEST_CASE_METHOD(reload_fixture, "a worker that crashes during a reload is started again") {
  pass(2s);
  ask();
  loads(2);
  exits(1, 3);
  CHECK(starts.at(4) == process_key{1, 5});
  ready(3);
  ready(4);
  route_news_reads();
  CHECK(signals_to(5) == signals{SIGUSR1});
  CHECK(serials(table().workers) == list{3, 4});
  CHECK(answers.size() == 1);
}

TEST_CASE_METHOD(reload_fixture, "a worker that waits is not started again by its successor") {
  killed(1, SIGKILL);
  ask();
  loads(1);
  ready(3);
  route_news_reads();
  CHECK(serials(table().old_workers) == list{2});
  pass(1h);
  CHECK(starts.size() == 3);
}

TEST_CASE_METHOD(starting_fixture, "a new worker that ends after the switch is a current one") {
  ready(3);
  ready(4);
  killed(3, SIGKILL);
  route_news_reads();
  CHECK(answers.at(0).success);
  pass(1s);
  CHECK(starts.at(4) == process_key{1, 5});
}

TEST_CASE_METHOD(starting_fixture, "who asks while a reload is under way gets the next one") {
  ask();
  ask(true);
  signal(SIGUSR2);
  CHECK_FALSE(is_loading());
  ready(3);
  ready(4);
  route_news_reads();
  CHECK(answers.size() == 1);
  CHECK(is_loading());
  loads(1);
  ready(5);
  route_news_reads();
  CHECK(answers.size() == 3);
  CHECK(answers.at(1) == answers.at(2));
  CHECK_FALSE(is_loading());
  CHECK(signals_to(3) == signals{SIGTERM}); // one of them wanted it hard
  CHECK(table().master.reloads == 2);
}

TEST_CASE_METHOD(test::master_fixture, "a reload that is wanted during the start comes after it") {
  start(1);
  signal(SIGUSR2);
  signal(SIGUSR2);
  CHECK(loader.empty());
  ready(1);
  route_news_knows();
  CHECK_FALSE(loader.empty());
  loader.take<load_configuration>();
  CHECK(loader.empty());
}

TEST_CASE_METHOD(reload_fixture, "a worker that has seen too many reloads is ended") {
  auto plan = test::plan_of(1);
  plan.max_reloads = 2;
  for (auto serial = uint64_t{3}; serial <= 5; ++serial) {
    ask();
    loads(share(plan));
    ready(serial);
    route_news_reads();
  }
  CHECK(signals_to(1) == signals{SIGUSR1, SIGTERM});
  CHECK(signals_to(3) == signals{SIGUSR1});
  log.take();
  tell(worker_ended{.process = process(1), .signal = SIGTERM, .cause = "exceeds max reloads (2)"});
  CHECK(log.take() == line("[WARNING]", "Former worker (1001) exited with code 143 (Terminated), "
                                        "as it exceeds max reloads (2)"));
}

TEST_CASE_METHOD(reload_fixture, "more old workers than usual are a warning") {
  for (auto serial = uint64_t{3}; serial <= 11; ++serial) {
    log.take();
    ask();
    loads(1);
    ready(serial);
    route_news_reads();
  }
  CHECK(table().old_workers.size() == 10);
  CHECK_THAT(log.take(), !Catch::Contains("old workers"));
  ask();
  loads(1);
  ready(12);
  route_news_reads();
  CHECK_THAT(log.take(),
             Catch::EndsWith(line("[WARNING]", "11 old workers are alive: hard-stop-after and "
                                               "mworker-max-reloads limit their life")));
}

TEST_CASE_METHOD(reload_fixture,
                 "a route_news that does not answer does not hold up a reload for ever") {
  ask();
  loads(1);
  ready(3);
  pass(5s);
  CHECK(answers.at(0).success);
  CHECK(signals_to(1) == signals{SIGUSR1});
}

TEST_CASE_METHOD(reload_fixture, "a new process follows the one with its number, or worker 1's") {
  ask();
  loads(3);
  REQUIRE(predecessors.size() == 5);
  CHECK((!predecessors[0] && !predecessors[1]));
  CHECK(predecessors[2] == proxies.at(1)->as<worker_proxy_actor>());
  CHECK(predecessors[3] == proxies.at(2)->as<worker_proxy_actor>());
  CHECK(predecessors[4] == proxies.at(1)->as<worker_proxy_actor>());
}

} // namespace mw::master_reload_test
