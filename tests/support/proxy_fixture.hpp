// A worker proxy with a real process, a script that the test has in its hand.
#pragma once

#include "actors/worker_proxy.hpp"
#include "tests/support/actor_fixture.hpp"
#include "tests/support/deadline.hpp"
#include "tests/support/script.hpp"
#include "tests/support/stream_end.hpp"

#include <memory>
#include <optional>
#include <utility>

namespace mw::test {

struct proxy_fixture : actor_fixture {
  ~proxy_fixture() {
    script->hang_up();
    if (!view || !view->ends())
      return;
    settle();
    view->reap();
  }

  void start(worker_program program) {
    plan.program = std::move(program);
    proxy = spawn<worker_proxy_state>(process_key{2, 5, 0, 0},
                                      std::make_shared<const generation_plan>(plan),
                                      master.as<master_actor>());
    settle();
  }

  void start() {
    start(script->program());
    process = master.take<worker_started>().process;
    view.emplace(process.pid);
  }

  /// The process has ended, and the proxy has seen it.
  worker_ended ended() {
    REQUIRE(view->ends());
    settle();
    return master.take<worker_ended>();
  }

  /// Plays the worker's end of the control pair.
  net::received_channel next_channel() {
    auto control = view->descriptor(worker_program::control_fd);
    auto got = net::receive_channel(control.get());
    REQUIRE(got);
    return std::move(*got);
  }

  /// The answer to a request: a value, or an error.
  template <class T, class Question>
  std::pair<std::optional<T>, caf::error> ask(Question question, caf::timespan wait = {}) {
    auto answer = asker.self()->request(proxy, caf::infinite, question);
    settle();
    if (wait.count() > 0)
      pass(wait);
    auto got = std::pair<std::optional<T>, caf::error>{};
    answer.receive([&](T& value) { got.first = std::move(value); },
                   [&](const caf::error& error) { got.second = error; });
    return got;
  }

  /// With the program's defaults; for start().
  generation_plan plan{.program = {},
                       .hard_stop_after = config{}.hard_stop_after,
                       .ready_within = config{}.ready_within,
                       .hung_after = config{}.hung_after};
  std::unique_ptr<mw::test::script> script = std::make_unique<mw::test::script>();
  peer master{system};
  peer asker{system};
  worker_proxy_actor proxy;
  process_key process;
  std::optional<process_view> view;
};

inline const auto process_is_gone = caf::make_error(errc::process_gone);

} // namespace mw::test
