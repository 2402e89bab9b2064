// A worker link whose process is leaving: its proxy names a runner in place of a channel.
#include "tests/fixtures/link_fixture.hpp"

namespace mw::worker_link_runner_test {

using test::answer_sink;
using test::link_fixture;
using test::peer;

namespace {

struct runner_fixture : link_fixture {
  runner_fixture() {
    run({.id = 1, .level = access_level::oper, .text = "show info"});
    proxy.answer<open_channel>([&](const open_channel& wish) {
      CHECK(wish.level == access_level::oper);
      return channel_opened{.runner = runner->as<command_runner_actor>()};
    });
    settle();
    given = runner->take<run_command, reply_sink_actor>();
  }

  void says(const std::string& text) {
    runner->send(link, reply_chunk{1, text});
    settle();
  }

  std::optional<peer> runner{std::in_place, system};
  run_command given;
};

} // namespace

TEST_CASE_METHOD(runner_fixture, "a link gives the command to the runner, and its answer on") {
  CHECK(given.id == 1);
  CHECK(given.text == "show info");
  says("half ");
  CHECK(sink.got(1) == "half ");
  runner->send(link, reply_end{.id = 1, .last = "whole\n\n"});
  settle();
  CHECK(sink.got(1) == "whole\n\n[end]");
  idle();
}

TEST_CASE_METHOD(runner_fixture, "a link asks again for the next command") {
  runner->send(link, reply_end{.id = 1});
  settle();
  run(2, "show stat");
  proxy_opens(worker);
  CHECK(worker.commands() == std::vector<std::string>{"show stat"});
}

TEST_CASE_METHOD(runner_fixture, "credit and cancelling reach the runner") {
  says("text");
  sink.send(link, reply_credit{1, 4});
  settle();
  CHECK(runner->take<reply_credit>() == reply_credit{1, 4});
  sink.send(link, cancel_command{1});
  settle();
  CHECK(runner->take<cancel_command>() == cancel_command{1});
  idle();
  says("late");
  CHECK(sink.got(1) == "text");
}

TEST_CASE_METHOD(runner_fixture, "a runner that ends leaves the reason to the proxy") {
  says("half\n");
  runner.reset();
  settle();
  proxy.answer<ask_end>([](const ask_end&) {
    return end_of_process{"worker 1 (1271) exited", true};
  });
  settle();
  CHECK(sink.got(1) == "half\n[end: worker 1 (1271) exited]");
  idle();
}

TEST_CASE_METHOD(link_fixture,
                 "a runner that was asked for before its command must have its level") {
  for (auto id : {command_id{1}, command_id{2}}) { // often: the next channel is opened ahead
    auto haproxy = test::stream_end{};
    run(id, "show info");
    proxy.answer<open_channel>([&](const open_channel&) {
      return channel_opened{.end = descriptor_box{haproxy.take_other().release()}};
    });
    settle();
    haproxy.send("answer\n\n");
    haproxy.close();
    settle();
    CHECK(sink.got(id) == "answer\n\n[end]");
  }
  auto runner = peer{system};
  auto names_runner = [&](access_level expected) {
    proxy.answer<open_channel>([&](const open_channel& wish) {
      CHECK(wish.level == expected);
      return channel_opened{.runner = runner.as<command_runner_actor>()};
    });
    settle();
  };
  run({.id = 3, .level = access_level::oper, .text = "show info"});
  names_runner(access_level::user);
  CHECK(runner.empty());
  names_runner(access_level::oper);
  CHECK(runner.take<run_command, reply_sink_actor>().id == 3);
}

} // namespace mw::worker_link_runner_test
