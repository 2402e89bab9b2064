// A session of the master CLI with its runner pool; the test plays the client, the applet, and
// worker 1 with its proxy.
#pragma once

#include "actors/runner_pool.hpp"
#include "actors/session.hpp"
#include "tests/support/actor_fixture.hpp"
#include "tests/support/framed_worker.hpp"

#include <string>
#include <string_view>

namespace mw::test {

inline const auto first_process = process_key{1, 1, 1271, 0};
inline const auto second_process = process_key{1, 3, 1290, 0};

class session_fixture : public actor_fixture {
public:
  explicit session_fixture(access_level level = access_level::admin,
                           severity_output severity = severity_output::none,
                           const target& first = {})
      : pool(spawn<runner_pool_state>(router.as<router_actor>(), applet.as<applet_actor>(), 1)),
        session(spawn<session_state>(
            client.take_other(),
            session_environment{pool, log.as<command_log_actor>(), level, 0, severity, first})) {
    settle();
    router.take<watch_routes, route_watcher_actor>();
    up(first_process);
  }

  /// The router tells of a worker.
  void up(const process_key& process) {
    router.send(pool, worker_up{process}, proxy.as<worker_proxy_actor>());
    settle();
  }

  /// The router tells of a worker's end.
  void down(const process_key& process, const std::string& reason) {
    router.send(pool, worker_down{process, reason});
    settle();
  }

  /// The client sends this, in as many pieces as its socket takes.
  void type(std::string_view bytes) {
    while (!bytes.empty()) {
      auto sent = client.send(bytes);
      if (sent == 0)
        FAIL("the session does not read");
      bytes.remove_prefix(sent);
      settle();
    }
  }

  /// What the client has got since the last call.
  std::string shown() {
    auto all = std::string{};
    for (auto part = client.received(); !part.empty(); part = client.received()) {
      all += part;
      settle();
    }
    return all;
  }

  /// The next command that the applet gets; its number is last_id(), here it is 0.
  run_command ran() {
    auto command = take_command(applet);
    last_id_ = std::exchange(command.id, 0);
    command.keep_runner = false; // by which way it came is for others to test
    command.terms = 0;
    return command;
  }

  command_id last_id() const { return last_id_; }

  /// The applet answers the last command that ran() took.
  void answer(const std::string& text, const std::string& error = {}) {
    applet.send(session, reply_chunk{last_id_, text});
    applet.send(session, reply_end{last_id_, error});
    settle();
  }

  /// The applet gets this next, and answers so.
  void runs(const std::string& text, const std::string& reply) {
    CHECK(ran().text == text);
    answer(reply);
  }

  /// The proxy is asked for a channel, and passes `to` the other end.
  void proxy_opens(framed_worker& to, bool framed = true) {
    proxy.answer<open_channel>([&](const open_channel& wish) {
      CHECK(wish.framed == framed);
      return to.opened();
    });
    settle();
  }

  stream_end client;
  peer router{system};
  peer applet{system};
  peer proxy{system};
  peer log{system};
  runner_pool_actor pool;
  session_actor session;

private:
  command_id last_id_ = 0;
};

inline const auto at_first = target{target::kind::relative, 1};
inline const auto at_first_pid = target{target::kind::pid, 1271};

} // namespace mw::test
