// The router: who is told which actor speaks for which process.
#include "actors/router.hpp"
#include "tests/support/actor_fixture.hpp"

using namespace mw;

namespace {

const auto first = process_key{1, 1, 1271};
const auto second = process_key{2, 2, 1272};

struct router_fixture : test::actor_fixture {
  void up(const process_key& process) {
    master.send(router, worker_up{process}, proxy.as<worker_proxy_actor>());
    settle();
  }

  void down(const process_key& process, const std::string& reason) {
    master.send(router, worker_down{process, reason});
    settle();
  }

  template <class News>
  void hear(const News& news) {
    master.send(router, news);
    settle();
  }

  void watch(test::peer& watcher) {
    watcher.send(router, watch_routes{}, watcher.as<route_watcher_actor>());
    settle();
  }

  router_actor router = spawn<router_state>();
  test::peer master{system};
  test::peer pool{system};
  test::peer proxy{system};
};

} // namespace

TEST_CASE_METHOD(router_fixture, "who watches is told of all workers that there are") {
  up(first);
  up(second);
  watch(pool);
  CHECK(pool.take<worker_up, worker_proxy_actor>() == worker_up{first});
  CHECK(pool.take<worker_up, worker_proxy_actor>() == worker_up{second});
  CHECK(pool.empty());
}

TEST_CASE_METHOD(router_fixture, "who watches is told of every change") {
  watch(pool);
  up(first);
  CHECK(pool.take<worker_up, worker_proxy_actor>() == worker_up{first});
  down(first, "worker 1 (1271) exited with code 3");
  CHECK(pool.take<worker_down>() == worker_down{first, "worker 1 (1271) exited with code 3"});
}

TEST_CASE_METHOD(router_fixture, "a worker that has ended is not told to the next watcher") {
  up(first);
  down(first, "gone");
  up(second);
  watch(pool);
  CHECK(pool.take<worker_up, worker_proxy_actor>() == worker_up{second});
  CHECK(pool.empty());
}

TEST_CASE_METHOD(router_fixture, "the end of a worker that was never up is told with its reason") {
  watch(pool);
  down(first, "worker 1 cannot be started");
  CHECK(pool.take<worker_down>() == worker_down{first, "worker 1 cannot be started"});
}

TEST_CASE_METHOD(router_fixture, "who watches twice is told once") {
  watch(pool);
  watch(pool);
  up(first);
  CHECK(pool.take<worker_up, worker_proxy_actor>() == worker_up{first});
  CHECK(pool.empty());
}

TEST_CASE_METHOD(router_fixture, "a watcher that has ended is forgotten, the others are told") {
  {
    auto short_lived = test::peer{system};
    watch(short_lived);
  }
  settle();
  watch(pool);
  up(first);
  CHECK(pool.take<worker_up, worker_proxy_actor>() == worker_up{first});
}

TEST_CASE_METHOD(router_fixture, "who watches is told which worker leaves, and of the service") {
  watch(pool);
  CHECK(pool.empty());
  up(first);
  hear(worker_leaving{first});
  hear(service_news{3, true});
  CHECK(pool.take<worker_up, worker_proxy_actor>() == worker_up{first});
  CHECK(pool.take<worker_leaving>() == worker_leaving{first});
  CHECK(pool.take<service_news>() == service_news{3, true});
  CHECK(pool.empty());
}

TEST_CASE_METHOD(router_fixture, "a late watcher hears of the service, then of each worker") {
  hear(service_news{3, true});
  hear(service_news{2, false});
  up(first);
  up(second);
  hear(worker_leaving{first});
  watch(pool);
  CHECK(pool.take<service_news>() == service_news{2, false});
  CHECK(pool.take<worker_up, worker_proxy_actor>() == worker_up{first});
  CHECK(pool.take<worker_leaving>() == worker_leaving{first});
  CHECK(pool.take<worker_up, worker_proxy_actor>() == worker_up{second});
  CHECK(pool.empty());
}

TEST_CASE_METHOD(router_fixture, "a late watcher hears nothing of a worker that left and ended") {
  up(first);
  hear(worker_leaving{first});
  down(first, "gone");
  watch(pool);
  CHECK(pool.empty());
  up(first);
  CHECK(pool.take<worker_up, worker_proxy_actor>() == worker_up{first});
  CHECK(pool.empty());
}

TEST_CASE_METHOD(router_fixture, "that a worker leaves which was never up is told all the same") {
  watch(pool);
  hear(worker_leaving{first});
  CHECK(pool.take<worker_leaving>() == worker_leaving{first});
  auto late = test::peer{system};
  watch(late);
  CHECK(late.empty());
}

TEST_CASE_METHOD(router_fixture, "the router answers that it lives") {
  auto lives = false;
  auto answer = master.self()->request(router, caf::infinite, health_check{});
  settle();
  answer.receive([&](const alive&) { lives = true; },
                 [](const caf::error&) { FAIL("the router answers an error"); });
  CHECK(lives);
}
