// The router: which actor speaks for which process, and who is told of changes.
#include "actors/router.hpp"

#include "tests/support/actor_fixture.hpp"

using namespace mw;

namespace {

const auto first = process_key{1, 1, 1271};
const auto again = process_key{1, 3, 1290};
const auto at_1 = target{target::kind::relative, 1};
const auto at_2 = target{target::kind::relative, 2};
const auto at_3 = target{target::kind::relative, 3};
const auto at_pid = target{target::kind::pid, 1271};

struct router_fixture : test::actor_fixture {
  router_fixture() { bring_up(first); }

  void bring_up(const process_key& process) {
    master.send(router, worker_up{process}, worker.as<worker_proxy_actor>());
    settle();
  }

  /// What the router answers: a process, or an error.
  std::pair<process_key, caf::error> ask(const target& where) {
    auto answer = session.self()->request(router, caf::infinite, resolve{where},
                                          session.as<route_watcher_actor>());
    settle();
    auto result = std::pair<process_key, caf::error>{};
    answer.receive([&](const route& to) { result.first = to.process; },
                   [&](const caf::error& error) { result.second = error; });
    return result;
  }

  router_actor router = spawn<router_state>(2);
  test::peer master{system};
  test::peer session{system};
  test::peer worker{system};
};

} // namespace

TEST_CASE_METHOD(router_fixture, "a worker is found by its number and by its pid") {
  CHECK(ask(at_1).first == first);
  CHECK(ask(at_pid).first == first);
}

TEST_CASE_METHOD(router_fixture, "a number that there is, without a process, is not running") {
  CHECK(ask(at_2).second == caf::make_error(errc::target_not_running));
}

TEST_CASE_METHOD(router_fixture, "a number that there is not, and a strange pid, are no targets") {
  CHECK(ask(at_3).second == caf::make_error(errc::no_such_target));
  CHECK(ask({target::kind::pid, 4711}).second == caf::make_error(errc::no_such_target));
}

TEST_CASE_METHOD(router_fixture, "who has asked once is told of every change") {
  ask(at_1);
  master.send(router, worker_down{first, "worker 1 (1271) exited with code 3"});
  settle();
  CHECK(session.take<worker_down>() == worker_down{first, "worker 1 (1271) exited with code 3"});
  bring_up(again);
  CHECK(session.take<worker_up>() == worker_up{again});
}

TEST_CASE_METHOD(router_fixture, "who has never asked is told nothing") {
  bring_up(again);
  CHECK(session.empty());
}

TEST_CASE_METHOD(router_fixture, "a number means the process that was started last") {
  bring_up(again);
  CHECK(ask(at_1).first == again);
  CHECK(ask(at_pid).first == first);
}

TEST_CASE_METHOD(router_fixture, "the end of an unknown process is told to nobody") {
  ask(at_1);
  master.send(router, worker_down{process_key{2, 9, 4}, "gone"});
  settle();
  CHECK(session.empty());
}

TEST_CASE_METHOD(router_fixture, "a session that has ended is forgotten") {
  {
    auto short_lived = test::peer{system};
    auto answer = short_lived.self()->request(router, caf::infinite, resolve{at_1},
                                              short_lived.as<route_watcher_actor>());
    settle();
    answer.receive([](const route&) {}, [](const caf::error&) { FAIL("not found"); });
  }
  settle();
  bring_up(again);
  CHECK(ask(at_1).first == again);
}
