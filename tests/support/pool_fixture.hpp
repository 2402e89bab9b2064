// A runner pool whose router, applet, worker proxies and sessions the test plays.
#pragma once

#include "actors/runner_pool.hpp"
#include "tests/support/actor_fixture.hpp"
#include "tests/support/framed_worker.hpp"

#include <string>
#include <utility>

namespace mw::test {

/// For two workers.
class pool_fixture : public actor_fixture {
public:
  pool_fixture()
      : pool(spawn<runner_pool_state>(router.as<router_actor>(), applet.as<applet_actor>(), 2)) {
    settle();
    router.take<watch_routes, route_watcher_actor>();
  }

  void up(const process_key& process) {
    router.send(pool, worker_up{process}, proxy.as<worker_proxy_actor>());
    settle();
  }

  /// The news is the router's.
  template <class News>
  void hear(const News& news) {
    router.send(pool, news);
    settle();
  }

  void down(const process_key& process) {
    hear(worker_down{process, "worker 1 (1271) exited with code 3"});
  }

  /// What the pool answers, a message of type `Answer`.
  template <class Answer = runner_lease, class... Ts>
  Answer ask(Ts... question) {
    auto answer = session.self()->request(pool, caf::infinite, std::move(question)...);
    settle();
    auto got = Answer{};
    answer.receive([&](const Answer& x) { got = x; },
                   [](const caf::error&) { FAIL("the pool answers an error"); });
    return got;
  }

  runner_lease run(const target& where, command_id id, const std::string& text) {
    return ask(where, run_command{.id = id, .level = access_level::admin, .text = text},
               session.as<reply_sink_actor>());
  }

  /// Of a session that would keep the runner.
  static run_command kept_command(command_id id) {
    return {.id = id, .level = access_level::admin, .text = "show info", .keep_runner = true};
  }

  runner_lease run_kept(const target& where, command_id id) {
    return ask(where, kept_command(id), session.as<reply_sink_actor>());
  }

  void proxy_opens(framed_worker& by) {
    proxy.answer<open_channel>([&](const open_channel&) { return by.opened(); });
    settle();
  }

  peer router{system};
  peer applet{system};
  peer proxy{system};
  peer session{system};
  framed_worker worker;
  runner_pool_actor pool;
};

} // namespace mw::test
