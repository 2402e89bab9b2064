// A router: the runner of a command for a target, and links that serve one session after the other.
#include "tests/fixtures/router_fixture.hpp"

#include <functional>

namespace mw::router_test {

using test::router_fixture;
using outcome = runner_lease::outcome;

namespace {

const auto worker_1 = process_key{1, 1, 1271, 0};
const auto number_1 = target{target::kind::relative, 1};
const auto number_2 = target{target::kind::relative, 2};
const auto number_3 = target{target::kind::relative, 3};

} // namespace

TEST_CASE_METHOD(router_fixture, "the master's commands go to the applet") {
  auto lease = run({}, 7, "show proc");
  CHECK(lease.result == outcome::found);
  CHECK(lease.process.relative == 0);
  CHECK(lease.runner == applet.as<running_command_actor>());
  CHECK(applet.take<run_command, reply_sink_actor>() ==
        run_command{.id = 7, .level = access_level::admin, .text = "show proc"});
}

TEST_CASE_METHOD(router_fixture, "a worker's commands go over a link") {
  up(worker_1);
  auto lease = run(number_1, 7, "show info");
  CHECK(lease.process == worker_1);
  proxy_opens(worker);
  CHECK(worker.commands() == std::vector<std::string>{"show info"});
  worker.answer("Pid: 1271\n\n");
  settle();
  CHECK(session.take<reply_end>() == reply_end{.id = 7, .last = "Pid: 1271\n\n"});
}

TEST_CASE_METHOD(router_fixture, "a link and its channel serve the next command too") {
  up(worker_1);
  auto before = run(number_1, 7, "a");
  proxy_opens(worker);
  worker.answer("\n");
  settle();
  auto after = run(number_1, 8, "b");
  CHECK(after.runner == before.runner);
  CHECK(proxy.empty());
  CHECK(worker.commands() == std::vector<std::string>{"a", "b"});
}

TEST_CASE_METHOD(router_fixture, "two commands at once have two links") {
  up(worker_1);
  auto one = run(number_1, 7, "a");
  proxy_opens(worker);
  auto other = run(number_1, 8, "b");
  CHECK(other.runner != one.runner);
  auto second_channel = test::framed_worker{};
  proxy_opens(second_channel);
  CHECK(second_channel.commands() == std::vector<std::string>{"b"});
}

TEST_CASE_METHOD(router_fixture, "a session that ends in the middle of a command frees its link") {
  up(worker_1);
  {
    auto leaving = test::peer{system};
    leaving.self()->send(router, command_route{number_1},
                         run_command{.id = 7, .level = access_level::admin, .text = "wait"},
                         leaving.as<reply_sink_actor>());
    settle();
    proxy_opens(worker);
  }
  settle();
  CHECK(worker.commands() == std::vector<std::string>{"wait"});
  CHECK(worker.channel.closed());
  run(number_1, 8, "b");
  auto second_channel = test::framed_worker{};
  proxy_opens(second_channel);
  CHECK(second_channel.commands() == std::vector<std::string>{"b"});
}

TEST_CASE_METHOD(router_fixture, "a worker that has ended is told with its reason") {
  up(worker_1);
  down(worker_1);
  auto lease = run(number_1, 7, "a");
  CHECK(lease.result == outcome::not_running);
  CHECK(lease.reason == "worker 1 (1271) exited with code 3");
  CHECK(proxy.empty());
}

TEST_CASE_METHOD(router_fixture,
                 "a number without a process yet is not ready, others are unknown") {
  auto not_yet = find(number_2);
  CHECK(not_yet.result == outcome::not_running);
  CHECK(not_yet.reason == "worker 2 is not ready yet");
  CHECK(find(number_3).result == outcome::no_such_target);
  CHECK(find({target::kind::pid, 4711}).result == outcome::no_such_target);
}

TEST_CASE_METHOD(router_fixture, "a selection names the process and runs nothing") {
  up(worker_1);
  auto found = find(number_1);
  CHECK(found.process == worker_1);
  CHECK(proxy.empty());
}

TEST_CASE_METHOD(router_fixture, "links end with the router") {
  up(worker_1);
  auto lease = run(number_1, 7, "a");
  caf::anon_send_exit(router, caf::exit_reason::user_shutdown);
  settle();
  CHECK(has_ended(lease.runner));
}

TEST_CASE_METHOD(router_fixture, "a session may keep the link that it gets, as long as it wants") {
  up(worker_1);
  auto lease = run_leased(number_1, 7);
  CHECK(lease.leased == lease.runner);
  proxy_opens(worker);
  worker.answer("\n");
  settle();
  CHECK(run(number_1, 8, "b").runner != lease.runner);
  session.send(lease.leased, lease_released{}, session.as<reply_sink_actor>());
  settle();
  CHECK(run(number_1, 9, "c").runner == lease.runner);
}

TEST_CASE_METHOD(router_fixture, "nothing for several is kept, and not too many links are") {
  up(worker_1);
  CHECK_FALSE(run_leased({target::kind::current}, 8).leased);
  for (auto left = 16; left > 0; --left)
    CHECK(run_leased(number_1, 9).leased);
  auto one_more = run_leased(number_1, 10);
  CHECK(one_more.result == outcome::found);
  CHECK_FALSE(one_more.leased);
}

TEST_CASE_METHOD(router_fixture, "whatever changes recalls the links that are kept") {
  auto change = GENERATE(
      as<std::function<void(router_fixture&)>>{},
      [](router_fixture& f) {
        f.up({2, 2, 1272, 0});
      },
      [](router_fixture& f) { f.hear(worker_leaving{worker_1}); },
      [](router_fixture& f) { f.down(worker_1); },
      [](router_fixture& f) {
        f.hear(service_news{2, true});
      });
  up(worker_1);
  auto lease = run_leased(number_1, 7);
  proxy_opens(worker);
  worker.answer("\n");
  settle();
  CHECK(worker.commands() == std::vector<std::string>{"show info"});
  CHECK_FALSE(worker.channel.closed());
  change(*this);
  CHECK(worker.channel.closed());
}

TEST_CASE_METHOD(router_fixture,
                 "a command on a kept link goes to the worker that has come since") {
  auto next = process_key{1, 3, 1290, 0};
  up(worker_1);
  auto lease = run_leased(number_1, 7);
  proxy_opens(worker);
  worker.answer("\n");
  settle();
  CHECK(session.take<reply_end>().id == 7);
  up(next);
  hear(worker_leaving{worker_1});
  session.send(lease.leased, lease_use{number_1}, show_info(8), session.as<reply_sink_actor>());
  settle();
  auto after = session.take<runner_lease>();
  CHECK(after.id == 8);
  CHECK(after.process == next);
  CHECK(after.leased);
}

TEST_CASE_METHOD(router_fixture, "questions to HAProxy that come often share a pipeline") {
  auto haproxy = test::stream_end{};
  up(worker_1);
  run(number_1, 7, "show info");
  proxy.answer<open_channel>([&](const open_channel&) {
    return channel_opened{.end = descriptor_box{haproxy.take_other().release()}};
  });
  settle();
  haproxy.send("i\n\n");
  haproxy.close();
  settle();
  auto first = run_leased(number_1, 8);
  CHECK(first.leased == first.runner);
  auto alone = run(number_1, 9, "show info");
  CHECK(alone.runner == first.runner);
  CHECK_FALSE(alone.leased); // by a session that has not asked to lease it
  CHECK(run(number_1, 10, "set weight b/s 1").runner != first.runner);
  scheduler.advance_time(std::chrono::seconds{1});
  CHECK(run(number_1, 11, "show info").runner != first.runner);
  hear(service_news{2, true});
  auto later = run_leased(number_1, 12);
  CHECK(later.leased);
  CHECK(later.runner != first.runner);
}

} // namespace mw::router_test
