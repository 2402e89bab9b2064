// A worker link: commands that a leaving worker has not taken go to its successor.
#include "actors/runners/worker_link.hpp"
#include "tests/fixtures/answer_sink.hpp"
#include "tests/fixtures/framed_worker.hpp"

namespace mw::worker_link_successor_test {

using namespace std::chrono_literals;

namespace {

const auto first = process_key{1, 1, 1271, 0};
const auto second = process_key{1, 3, 1290, 0};

struct leaving_fixture : test::actor_fixture {
  void run(command_id id, const std::string& text, bool by_number = true) {
    auto where = by_number ? target{target::kind::relative, 1} : target{target::kind::pid, 1271};
    sink.send(link, assignment{where},
              run_command{.id = id, .level = access_level::admin, .text = text}, sink.handle());
    settle();
  }

  void opens(test::peer& proxy, test::framed_worker& worker) {
    proxy.answer<open_channel>([&](const open_channel&) { return worker.opened(); });
    settle();
  }

  void refuses(test::peer& proxy) {
    proxy.answer<open_channel>([](const open_channel&) -> caf::result<channel_opened> {
      return caf::make_error(errc::process_gone);
    });
    settle();
  }

  void router_answers(const process_key& next) {
    router.answer<find_successor>([&](const find_successor& question) {
      asked.push_back(question.of);
      return successor{next, new_proxy.as<worker_proxy_actor>()};
    });
    settle();
  }

  /// Lets the first worker serve one command, and take no more.
  void serve_and_leave() {
    run(1, "a");
    opens(old_proxy, old_worker);
    old_worker.answer("1\n\n");
    settle();
    CHECK(sink.got(1) == "1\n\n[end]");
    router.take<runner_idle, worker_link_actor>();
    old_worker.channel.refuse_more();
  }

  test::peer old_proxy{system};
  test::peer new_proxy{system};
  test::peer router{system};
  test::answer_sink sink{system};
  test::framed_worker old_worker;
  test::framed_worker new_worker;
  std::vector<process_key> asked;
  worker_link_actor link = spawn<worker_link_state>(first, old_proxy.as<worker_proxy_actor>(),
                                                    router.as<router_actor>());
};

} // namespace

TEST_CASE_METHOD(leaving_fixture, "a command that the channel does not take any more") {
  serve_and_leave();
  run(2, "b");
  router_answers(second);
  opens(new_proxy, new_worker);
  CHECK(new_worker.commands() == std::vector<std::string>{"b"});
  new_worker.answer("2\n\n");
  settle();
  CHECK(sink.got(2) == "2\n\n[end]");
  CHECK(asked == std::vector<process_key>{first});
  CHECK(router.take<runner_idle, worker_link_actor>().process == second);
}

TEST_CASE_METHOD(leaving_fixture, "a command for which there is no channel any more") {
  run(1, "a");
  refuses(old_proxy);
  router_answers(second);
  opens(new_proxy, new_worker);
  new_worker.answer("1\n\n");
  settle();
  CHECK(sink.got(1) == "1\n\n[end]");
}

TEST_CASE_METHOD(leaving_fixture, "a worker that was named by its pid has no successor") {
  serve_and_leave();
  run(2, "b", false);
  CHECK(router.empty());
  old_proxy.answer<ask_end>([](const ask_end&) {
    return end_of_process{"worker 1 (1271) exited with code 0", true};
  });
  settle();
  CHECK(sink.got(2) == "[end: worker 1 (1271) exited with code 0]");
}

TEST_CASE_METHOD(leaving_fixture, "without a successor the client reads how the worker ended") {
  serve_and_leave();
  run(2, "b");
  router_answers({});
  old_proxy.answer<ask_end>([](const ask_end&) {
    return end_of_process{"worker 1 (1271) killed by signal 9 (Killed)", true};
  });
  settle();
  CHECK(sink.got(2) == "[end: worker 1 (1271) killed by signal 9 (Killed)]");
}

TEST_CASE_METHOD(leaving_fixture, "a command that was cancelled meanwhile goes nowhere") {
  serve_and_leave();
  run(2, "b");
  sink.send(link, cancel_command{2});
  settle();
  router_answers(second);
  CHECK(new_proxy.empty());
  CHECK(sink.empty());
}

TEST_CASE_METHOD(leaving_fixture, "a router that does not tell the successor costs five seconds") {
  serve_and_leave();
  run(2, "b");
  pass(5s);
  old_proxy.answer<ask_end>([](const ask_end&) {
    return end_of_process{"worker 1 (1271) exited with code 0", true};
  });
  settle();
  CHECK(sink.got(2) == "[end: worker 1 (1271) exited with code 0]");
}

TEST_CASE_METHOD(leaving_fixture,
                 "a router that does not tell a cancelled command's successor harms no other one") {
  serve_and_leave();
  run(2, "b");
  sink.send(link, cancel_command{2});
  run(3, "c");
  opens(old_proxy, new_worker);
  pass(5s);
  CHECK(old_proxy.empty());
  new_worker.answer("3\n\n");
  settle();
  CHECK(sink.got(3) == "3\n\n[end]");
}

TEST_CASE_METHOD(leaving_fixture, "a command does not wander from worker to worker for ever") {
  run(1, "a");
  refuses(old_proxy);
  for (auto moves = 0; moves < 5; ++moves) {
    router_answers(second);
    refuses(new_proxy);
  }
  new_proxy.answer<ask_end>([](const ask_end&) {
    return end_of_process{"worker 1 (1290) exited with code 0", true};
  });
  settle();
  CHECK(sink.got(1) == "[end: worker 1 (1290) exited with code 0]");
}

} // namespace mw::worker_link_successor_test
