// A worker link whose pool, proxy, worker and session the test plays.
#pragma once

#include "actors/worker_link.hpp"
#include "tests/support/answer_sink.hpp"
#include "tests/support/framed_worker.hpp"

#include <string>
#include <vector>

namespace mw::test {

struct link_fixture : actor_fixture {
  void run(run_command command) {
    sink.send(link, std::move(command), sink.handle());
    settle();
  }

  void run(command_id id, const std::string& text) {
    run({.id = id, .level = access_level::admin, .text = text});
  }

  void proxy_opens(framed_worker& to) {
    proxy.answer<open_channel>([&](const open_channel& wish) {
      CHECK(wish.framed);
      return to.opened();
    });
    settle();
  }

  void proxy_refuses(errc code) {
    proxy.answer<open_channel>(
        [&](const open_channel&) -> caf::result<channel_opened> { return caf::make_error(code); });
    settle();
  }

  /// Runs a first command, with an answer.
  void warm_up() {
    run(1, "a");
    proxy_opens(worker);
    worker.answer("1\n\n");
    settle();
    CHECK(worker.commands() == std::vector<std::string>{"a"});
    CHECK(sink.got(1) == "1\n\n[end]");
    idle();
  }

  void idle() { CHECK(pool.take<runner_idle, worker_link_actor>().process == process); }

  const process_key process{1, 1, 1271, 0};
  peer proxy{system};
  peer pool{system};
  answer_sink sink{system};
  framed_worker worker;
  worker_link_actor link = spawn<worker_link_state>(process, proxy.as<worker_proxy_actor>(),
                                                    pool.as<runner_pool_actor>());
};

} // namespace mw::test
