// The route news: watchers are told which actor speaks for which process.
#include "actors/routing/route_news.hpp"
#include "tests/fixtures/actor_fixture.hpp"

namespace mw::route_news_test {

namespace {

const auto first = process_key{1, 1, 1271};
const auto second = process_key{2, 2, 1272};

struct route_news_fixture : test::actor_fixture {
  void up(const process_key& process) {
    master.send(route_news, worker_up{process}, proxy.as<worker_proxy_actor>());
    settle();
  }

  void down(const process_key& process, const std::string& reason) {
    master.send(route_news, worker_down{process, reason});
    settle();
  }

  template <class News>
  void hear(const News& news) {
    master.send(route_news, news);
    settle();
  }

  void watch(test::peer& watcher) {
    watcher.send(route_news, watch_routes{}, watcher.as<route_watcher_actor>());
    settle();
  }

  route_news_actor route_news = spawn<route_news_state>();
  test::peer master{system};
  test::peer router{system};
  test::peer proxy{system};
};

} // namespace

TEST_CASE_METHOD(route_news_fixture, "who watches is told of all workers that there are") {
  up(first);
  up(second);
  watch(router);
  CHECK(router.take<worker_up, worker_proxy_actor>() == worker_up{first});
  CHECK(router.take<worker_up, worker_proxy_actor>() == worker_up{second});
  CHECK(router.empty());
}

TEST_CASE_METHOD(route_news_fixture, "who watches is told of every change") {
  watch(router);
  up(first);
  CHECK(router.take<worker_up, worker_proxy_actor>() == worker_up{first});
  down(first, "worker 1 (1271) exited with code 3");
  CHECK(router.take<worker_down>() == worker_down{first, "worker 1 (1271) exited with code 3"});
}

TEST_CASE_METHOD(route_news_fixture, "a worker that has ended is not told to the next watcher") {
  up(first);
  down(first, "gone");
  up(second);
  watch(router);
  CHECK(router.take<worker_up, worker_proxy_actor>() == worker_up{second});
  CHECK(router.empty());
}

TEST_CASE_METHOD(route_news_fixture,
                 "the end of a worker that was never up is told with its reason") {
  watch(router);
  down(first, "worker 1 cannot be started");
  CHECK(router.take<worker_down>() == worker_down{first, "worker 1 cannot be started"});
}

TEST_CASE_METHOD(route_news_fixture, "who watches twice is told once") {
  watch(router);
  watch(router);
  up(first);
  CHECK(router.take<worker_up, worker_proxy_actor>() == worker_up{first});
  CHECK(router.empty());
}

TEST_CASE_METHOD(route_news_fixture, "a watcher that has ended is forgotten, the others are told") {
  {
    auto short_lived = test::peer{system};
    watch(short_lived);
  }
  settle();
  watch(router);
  up(first);
  CHECK(router.take<worker_up, worker_proxy_actor>() == worker_up{first});
}

TEST_CASE_METHOD(route_news_fixture,
                 "who watches is told which worker leaves, and of the service") {
  watch(router);
  CHECK(router.empty());
  up(first);
  hear(worker_leaving{first});
  hear(service_news{3, true});
  CHECK(router.take<worker_up, worker_proxy_actor>() == worker_up{first});
  CHECK(router.take<worker_leaving>() == worker_leaving{first});
  CHECK(router.take<service_news>() == service_news{3, true});
  CHECK(router.empty());
}

TEST_CASE_METHOD(route_news_fixture, "a late watcher hears of the service, then of each worker") {
  hear(service_news{3, true});
  hear(service_news{2, false});
  up(first);
  up(second);
  hear(worker_leaving{first});
  watch(router);
  CHECK(router.take<service_news>() == service_news{2, false});
  CHECK(router.take<worker_up, worker_proxy_actor>() == worker_up{first});
  CHECK(router.take<worker_leaving>() == worker_leaving{first});
  CHECK(router.take<worker_up, worker_proxy_actor>() == worker_up{second});
  CHECK(router.empty());
}

TEST_CASE_METHOD(route_news_fixture,
                 "a late watcher hears nothing of a worker that left and ended") {
  up(first);
  hear(worker_leaving{first});
  down(first, "gone");
  watch(router);
  CHECK(router.empty());
  up(first);
  CHECK(router.take<worker_up, worker_proxy_actor>() == worker_up{first});
  CHECK(router.empty());
}

TEST_CASE_METHOD(route_news_fixture,
                 "that a worker leaves which was never up is told all the same") {
  watch(router);
  hear(worker_leaving{first});
  CHECK(router.take<worker_leaving>() == worker_leaving{first});
  auto late = test::peer{system};
  watch(late);
  CHECK(late.empty());
}

TEST_CASE_METHOD(route_news_fixture, "the route_news answers that it lives") {
  auto lives = false;
  auto answer = master.self()->request(route_news, caf::infinite, health_check{});
  settle();
  answer.receive([&](const alive&) { lives = true; },
                 [](const caf::error&) { FAIL("the route_news answers an error"); });
  CHECK(lives);
}

} // namespace mw::route_news_test
