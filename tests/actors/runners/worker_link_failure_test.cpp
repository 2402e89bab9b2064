// A worker link: workers and proxies that do not answer.
#include "actors/runners/worker_link.hpp"
#include "tests/fixtures/answer_sink.hpp"
#include "tests/fixtures/framed_worker.hpp"

namespace mw::worker_link_failure_test {

using namespace std::chrono_literals;

namespace {

struct broken_link : test::actor_fixture {
  broken_link() {
    sink.send(link, run_command{.id = 1, .level = access_level::admin, .text = "a"}, sink.handle());
    settle();
  }

  void open() {
    proxy->answer<open_channel>([&](const open_channel&) { return worker.opened(); });
    settle();
  }

  void refused(errc code) {
    proxy->answer<open_channel>(
        [&](const open_channel&) -> caf::result<channel_opened> { return caf::make_error(code); });
    settle();
  }

  std::optional<test::peer> proxy{std::in_place, system};
  test::peer router{system};
  test::answer_sink sink{system};
  test::framed_worker worker;
  command_runner_actor link = spawn<worker_link_state>(
      process_key{1, 1, 1271, 0}, proxy->as<worker_proxy_actor>(), router.as<router_actor>());
};

} // namespace

TEST_CASE_METHOD(broken_link, "when the channel ends before the answer, the proxy knows why") {
  open();
  worker.answer_part("half a li");
  worker.channel.close();
  settle();
  CHECK(sink.got(1) == "half a li");
  proxy->answer<ask_end>([](const ask_end&) {
    return end_of_process{"worker 1 (1271) exited with code 3", true};
  });
  settle();
  CHECK(sink.got(1) == "[end: worker 1 (1271) exited with code 3]");
  router.take<runner_idle, worker_link_actor>();
}

TEST_CASE_METHOD(broken_link, "a proxy that does not tell why costs five seconds") {
  open();
  worker.channel.close();
  settle();
  pass(4999ms);
  CHECK(sink.empty());
  pass(1ms);
  CHECK(sink.got(1) == "[end: worker 1 (1271) is gone]");
}

TEST_CASE_METHOD(broken_link, "a proxy that has ended tells nothing more") {
  open();
  proxy.reset();
  worker.channel.close();
  settle();
  CHECK(sink.got(1) == "[end: worker 1 (1271) is gone]");
}

TEST_CASE_METHOD(broken_link, "no channel: the process is gone") {
  refused(errc::process_gone);
  proxy->answer<ask_end>([](const ask_end&) {
    return end_of_process{"worker 1 (1271) exited with code 3", true};
  });
  settle();
  CHECK(sink.got(1) == "[end: worker 1 (1271) exited with code 3]");
  router.take<runner_idle, worker_link_actor>();
}

TEST_CASE_METHOD(broken_link, "no channel: the process is busy") {
  refused(errc::process_busy);
  CHECK(sink.got(1) ==
        "[end: worker 1 (1271) cannot be reached: it takes no more connections now]");
}

TEST_CASE_METHOD(broken_link, "no channel: the master has no descriptor") {
  refused(errc::no_descriptors);
  CHECK(sink.got(1) ==
        "[end: worker 1 (1271) cannot be reached: the master has no file descriptor left]");
}

TEST_CASE_METHOD(broken_link, "no channel: the proxy does not answer") {
  pass(5s);
  CHECK(sink.got(1) == "[end: worker 1 (1271) cannot be reached: its proxy does not answer]");
}

TEST_CASE_METHOD(broken_link, "no channel: the proxy has ended") {
  proxy.reset();
  settle();
  CHECK(sink.got(1) == "[end: worker 1 (1271) is gone]");
}

TEST_CASE_METHOD(broken_link, "after a refusal the next command asks again") {
  refused(errc::process_busy);
  sink.got(1);
  sink.send(link, run_command{.id = 2, .level = access_level::admin, .text = "b"}, sink.handle());
  settle();
  open();
  worker.answer("2\n\n");
  settle();
  CHECK(worker.commands() == std::vector<std::string>{"b"});
  CHECK(sink.got(2) == "2\n\n[end]");
}

TEST_CASE_METHOD(broken_link,
                 "a end_of_process that comes after the command was cancelled is dropped") {
  open();
  worker.channel.close();
  settle();
  sink.send(link, cancel_command{1});
  settle();
  proxy->answer<ask_end>([](const ask_end&) { return end_of_process{"too late", true}; });
  settle();
  CHECK(sink.empty());
}

TEST_CASE_METHOD(broken_link,
                 "bytes behind the end of an answer are nobody's: the channel is closed") {
  open();
  auto bytes = std::string{};
  net::append_frames(bytes, "1\n\n");
  net::append_end_of_message(bytes);
  worker.channel.send(bytes + "x");
  settle();
  CHECK(sink.got(1) == "1\n\n[end]");
  worker.commands();
  CHECK(worker.channel.closed());
}

TEST_CASE_METHOD(broken_link, "a frame that is too long is nonsense") {
  open();
  worker.answer_part("begin\n");
  worker.channel.send({"\x00\x01\x00\x01", 4});
  settle();
  CHECK(sink.got(1) == "begin\n[end: worker 1 (1271) answered nonsense]");
  worker.commands();
  CHECK(worker.channel.closed());
  router.take<runner_idle, worker_link_actor>();
}

} // namespace mw::worker_link_failure_test
