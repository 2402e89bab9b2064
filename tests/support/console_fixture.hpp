// A worker console; the test plays its session, its proxy and its worker.
#pragma once

#include "actors/worker_console.hpp"
#include "tests/support/answer_sink.hpp"
#include "tests/support/stream_end.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mw::test {

struct console_fixture : actor_fixture {
  void run(const std::string& text, access_level level = access_level::admin) {
    sink->send(console, run_command{.id = 7, .level = level, .text = text, .two_way = true},
               sink->handle());
    settle();
  }

  void proxy_opens() {
    proxy.answer<open_channel>([&](const open_channel& wish) {
      CHECK_FALSE(wish.framed);
      return channel_opened{descriptor_box{worker.take_other().release()}};
    });
    settle();
  }

  void open(const std::string& text) {
    run(text);
    proxy_opens();
    worker.received();
  }

  void type(const std::string& bytes, bool last = false) {
    sink->send(console, command_input{7, bytes, last});
    settle();
  }

  void worker_says(std::string_view text) {
    worker.send(text);
    settle();
  }

  /// The worker closes; what the session gets then, if the proxy is not asked.
  std::string closes() {
    worker.close();
    settle();
    CHECK(proxy.empty());
    return sink->got(7);
  }

  /// The same if the proxy is asked, and answers so.
  std::string closes(const fate& what) {
    worker.close();
    settle();
    proxy.answer<ask_fate>([&](const ask_fate&) { return what; });
    settle();
    return sink->got(7);
  }

  const fate lives{"worker 1 (1271) has closed the connection", false};
  const fate died{"worker 1 (1271) killed by signal 9 (Killed)", true};
  peer proxy{system};
  std::optional<answer_sink> sink{std::in_place, system};
  stream_end worker;
  command_runner_actor console =
      spawn<worker_console_state>(process_key{1, 1, 1271, 0}, proxy.as<worker_proxy_actor>());
};

} // namespace mw::test
