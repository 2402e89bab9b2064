// A worker proxy: channels to its process, and their ends.
#include "tests/fixtures/proxy_fixture.hpp"

#include <csignal>

namespace mw::worker_proxy_channel_test {

using namespace std::chrono_literals;
using test::process_is_gone;
using test::proxy_fixture;

namespace {

/// A worker that has not taken a channel for so long that no more fits the control pair.
struct busy_fixture : proxy_fixture {
  busy_fixture() {
    start();
    for (auto asked = 0; asked < 10'000; ++asked) {
      waiting.emplace(asker.self()->request(proxy, caf::infinite, open_channel{true}));
      settle();
      if (asker.empty())
        return;
      waiting->receive([](const channel_opened&) {}, [](const caf::error&) { FAIL("refused"); });
    }
    FAIL("everything fits");
  }

  using request = decltype(std::declval<caf::scoped_actor&>()->request(
      std::declval<worker_proxy_actor>(), caf::infinite, open_channel{}));
  std::optional<request> waiting;
};

} // namespace

TEST_CASE_METHOD(proxy_fixture, "channels of both kinds reach the worker, in their order") {
  start();
  next_channel(); // the probe
  auto framed = ask<channel_opened>(open_channel{true}).first.value();
  auto lines = ask<channel_opened>(open_channel{false}).first.value();
  auto first = next_channel();
  auto second = next_channel();
  CHECK(first.kind == net::channel_kind::framed);
  CHECK(second.kind == net::channel_kind::lines);
  auto here = test::stream_end{net::unique_fd{framed.end.take()}};
  auto there = test::stream_end{std::move(first.fd)};
  here.send("to the worker");
  there.send("from the worker");
  CHECK(there.received() == "to the worker");
  CHECK(here.received() == "from the worker");
}

TEST_CASE_METHOD(proxy_fixture,
                 "who asks why a channel broke is told at once if the process ends") {
  start();
  auto answer = asker.self()->request(proxy, caf::infinite, ask_end{});
  settle();
  CHECK(asker.empty());
  master.send(proxy, signal_worker{SIGKILL});
  settle();
  ended();
  auto got = end_of_process{};
  answer.receive([&](const end_of_process& value) { got = value; }, [](const caf::error&) {});
  CHECK(got == end_of_process{to_string(process) + " killed by signal 9 (Killed)", true});
}

TEST_CASE_METHOD(proxy_fixture, "a process that lives on has closed the connection") {
  start();
  CHECK(ask<end_of_process>(ask_end{}, 200ms).first ==
        end_of_process{to_string(process) + " has closed the connection", false});
}

TEST_CASE_METHOD(proxy_fixture,
                 "when the proxy ends, the worker sees the end of the control pair") {
  start();
  auto control = view->descriptor(worker_descriptor::control);
  next_channel(); // the probe
  caf::anon_send_exit(proxy, caf::exit_reason::kill);
  settle();
  CHECK(net::receive_channel(control.get()).error() == std::errc::connection_reset);
}

TEST_CASE_METHOD(busy_fixture, "who asks a busy worker for a channel gets it when there is room") {
  auto control = view->descriptor(worker_descriptor::control);
  while (net::receive_channel(control.get()))
    continue;
  settle();
  auto opened = channel_opened{};
  waiting->receive([&](const channel_opened& answer) { opened = answer; },
                   [](const caf::error&) { FAIL("refused"); });
  auto here = test::stream_end{net::unique_fd{opened.end.take()}};
  auto there = test::stream_end{next_channel().fd};
  here.send("hello");
  CHECK(there.received() == "hello");
}

TEST_CASE_METHOD(busy_fixture, "who waits for a busy worker is told when it ends") {
  script->exit(1);
  ended();
  auto error = caf::error{};
  waiting->receive([](const channel_opened&) { FAIL("it has ended"); },
                   [&](const caf::error& answer) { error = answer; });
  CHECK(error == process_is_gone);
}

} // namespace mw::worker_proxy_channel_test
