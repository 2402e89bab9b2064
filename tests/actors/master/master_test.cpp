// The master: starts its workers, tells of them, and lists them.
#include "actors/routing/route_news.hpp"
#include "tests/fixtures/master_fixture.hpp"

#include <csignal>

namespace mw::master_test {

using namespace std::chrono_literals;
using mw::test::master_fixture;

TEST_CASE_METHOD(master_fixture, "every relative PID is started at once, each with a serial") {
  start(3);
  CHECK(starts == std::vector<process_key>{{1, 1}, {2, 2}, {3, 3}});
  CHECK(route_news.empty());
}

TEST_CASE_METHOD(master_fixture,
                 "a worker that is ready is told to the route_news, with its proxy") {
  start(1);
  ready(1);
  auto proxy = worker_proxy_actor{};
  route_news.self()->receive([&](const worker_up& news, const worker_proxy_actor& who) {
    CHECK(news == worker_up{process(1)});
    proxy = who;
  });
  CHECK(proxy == proxies[1]->as<worker_proxy_actor>());
}

TEST_CASE_METHOD(master_fixture, "all are ready: said once, when the last one is") {
  start(2);
  ready(1);
  ready(2);
  CHECK(observer->told.empty());
  route_news_knows();
  CHECK(observer->told == std::vector<std::string>{"started"});
  CHECK(log.take() == line("[NOTICE]", "Initializing new worker (1001)") +
                          line("[NOTICE]", "Initializing new worker (1002)") +
                          line("[NOTICE]", "Loading success."));
  pass(2s);
  exits(1, 3);
  route_news.take<worker_down>();
  ready(3);
  route_news_knows();
  CHECK(observer->told == std::vector<std::string>{"started"});
}

TEST_CASE_METHOD(master_fixture,
                 "a worker that ends before the last one is ready was ready all the same") {
  start(2);
  ready(1);
  pass(2s);
  route_news_knows();
  exits(1, 3);
  route_news.take<worker_down>();
  ready(2);
  route_news_knows();
  CHECK(observer->told == std::vector<std::string>{"started"});
}

TEST_CASE_METHOD(master_fixture, "the table shows every worker from its start to its end") {
  start(2);
  auto master_row = process_info{.key = {0, 0, getpid(), 0},
                                 .actors = system.registry().running() + 1, // who asks
                                 .version = "0.1.0"};
  auto first =
      process_info{.key = {1, 1, 0, 0}, .version = "0.1.0", .state = worker_state::starting};
  auto second =
      process_info{.key = {2, 2, 0, 0}, .version = "0.1.0", .state = worker_state::starting};
  CHECK(table() == process_table{master_row, {first, second}});

  pass(10s);
  key_started = 10;
  ready(1);
  pass(5s);
  master_row.uptime = 15;
  first = {.key = process(1),
           .uptime = 5,
           .version = "0.1.0",
           .state = worker_state::ready,
           .master_fd = 7,
           .worker_fd = 3};
  CHECK(table() == process_table{master_row, {first, second}});
}

TEST_CASE_METHOD(master_fixture, "the table shows a worker that waits with its last end") {
  start(1);
  ready(1);
  killed(1, SIGSEGV);
  auto row = table().workers.at(0);
  CHECK(row == process_info{.key = process(1),
                            .uptime = 0,
                            .version = "0.1.0",
                            .state = worker_state::waiting,
                            .master_fd = 7,
                            .worker_fd = 3,
                            .restarts = 1,
                            .last_end = "worker 1 (1001) killed by signal 11 (Segmentation fault)",
                            .restart_in = 75});
}

TEST_CASE_METHOD(master_fixture,
                 "the table shows a restarted worker without what was the old one's") {
  start(1);
  ready(1);
  pass(1s);
  exits(1, 0);
  key_started = 1;
  started(2);
  auto row = table().workers.at(0);
  CHECK(row == process_info{.key = process(2),
                            .uptime = 0,
                            .version = "0.1.0",
                            .state = worker_state::starting,
                            .master_fd = 7,
                            .worker_fd = 3,
                            .restarts = 1,
                            .last_end = "worker 1 (1001) exited with code 0"});
}

TEST_CASE_METHOD(master_fixture, "messages of a process that is gone change nothing") {
  start(1);
  ready(1);
  pass(2s);
  exits(1, 3);
  route_news.take<worker_up, worker_proxy_actor>();
  route_news.take<worker_down>();
  auto before = table();
  ready(1);
  exits(1, 4);
  CHECK(table() == before);
  CHECK(route_news.empty());
  CHECK(starts.size() == 2);
}

TEST_CASE_METHOD(master_fixture,
                 "a worker whose proxy breaks is taken for dead and started again") {
  start(1);
  ready(1);
  pass(2s);
  route_news.take<worker_up, worker_proxy_actor>();
  proxies.erase(1);
  settle();
  CHECK(route_news.take<worker_down>() ==
        worker_down{process(1), "worker 1 (1001) lost its proxy, killed by signal 9 (Killed)",
                    "is started again in 0 ms"});
  CHECK(starts == std::vector<process_key>{{1, 1}, {1, 2}});
}

TEST_CASE_METHOD(master_fixture, "the table tells how many actors there are") {
  start(1);
  auto before = table().master.actors;
  auto another = spawn<route_news_state>();
  CHECK(table().master.actors == before + 1);
  caf::anon_send_exit(another, caf::exit_reason::user_shutdown);
  settle();
  CHECK(table().master.actors == before);
}

} // namespace mw::master_test
