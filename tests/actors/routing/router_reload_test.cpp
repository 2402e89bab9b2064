// A router over reloads: numbers go to successors, pids stay, prompts tell.
#include "tests/fixtures/router_fixture.hpp"

namespace mw::router_reload_test {

using outcome = runner_lease::outcome;
using test::router_fixture;

namespace {

const auto old_one = process_key{1, 1, 1271, 0};
const auto new_one = process_key{1, 2, 1281, 0};
const auto other = process_key{2, 3, 1282, 0};
const auto at_1 = target{target::kind::relative, 1};
const auto at_3 = target{target::kind::relative, 3};
const auto at_old_pid = target{target::kind::pid, 1271};

struct reload_router_fixture : router_fixture {
  /// Asks for the successor of a process; pid 0: there is none.
  process_key successor_of(const process_key& process) {
    auto answer = ask<successor>(find_successor{process});
    CHECK(static_cast<bool>(answer.proxy) == (answer.process.pid != 0));
    if (answer.proxy)
      CHECK(answer.proxy == proxy.as<worker_proxy_actor>());
    return answer.process;
  }

  /// Gives command 7 to a process that does not take it and has a successor.
  void leaves_before_it_takes(const target& where) {
    up(old_one);
    run(where, 7, "show info");
    up(new_one);
    hear(worker_leaving{old_one});
    proxy.answer<open_channel>([](const open_channel&) -> caf::result<channel_opened> {
      return caf::make_error(errc::process_gone);
    });
    settle();
  }
};

} // namespace

TEST_CASE_METHOD(router_fixture, "a process that leaves has no number any more, but its pid") {
  up(old_one);
  hear(worker_leaving{old_one});
  auto by_number = find(at_1);
  CHECK(by_number.result == outcome::not_running);
  CHECK(by_number.reason == "worker 1 is not ready yet");
  CHECK(run(at_old_pid, 7, "show info").process == old_one);
  proxy_opens(worker);
  CHECK(worker.commands() == std::vector<std::string>{"show info"});
}

TEST_CASE_METHOD(router_fixture, "a number goes to the process that took over") {
  up(old_one);
  up(new_one);
  hear(worker_leaving{old_one});
  CHECK(find(at_1).process == new_one);
  CHECK(find(at_old_pid).process == old_one);
  hear(worker_down{old_one, "old"});
  CHECK(find(at_1).process == new_one);
  CHECK(find(at_old_pid).reason == "old");
}

TEST_CASE_METHOD(reload_router_fixture, "the successor of a process is who has its number now") {
  up(old_one);
  CHECK(successor_of(old_one) == process_key{});
  up(new_one);
  up(other);
  hear(worker_leaving{old_one});
  CHECK(successor_of(old_one) == new_one);
  hear(worker_down{old_one, "old"});
  CHECK(successor_of(old_one) == new_one);
}

TEST_CASE_METHOD(reload_router_fixture, "a process without a process after it has no successor") {
  up(other);
  CHECK(successor_of(old_one) == process_key{});
  up(old_one);
  hear(worker_leaving{old_one});
  CHECK(successor_of(old_one) == process_key{});
  hear(worker_down{old_one, "old"});
  CHECK(successor_of(old_one) == process_key{});
}

TEST_CASE_METHOD(router_fixture, "a prompt tells the process of its target, if there is one") {
  CHECK(prompt_of(at_1) == prompt_facts{});
  up(old_one);
  CHECK(prompt_of(at_1) == prompt_facts{old_one, false});
  hear(worker_leaving{old_one});
  CHECK(prompt_of(at_1) == prompt_facts{});
  CHECK(prompt_of(at_old_pid) == prompt_facts{old_one, false});
  CHECK(prompt_of({}) == prompt_facts{{0, 0, ::getpid(), 0}, false});
}

TEST_CASE_METHOD(router_fixture,
                 "a prompt tells that the last reload has failed, until one succeeds") {
  up(old_one);
  hear(service_news{2, true});
  CHECK(prompt_of(at_1) == prompt_facts{old_one, true});
  CHECK(prompt_of(at_3) == prompt_facts{{}, true});
  hear(service_news{2, false});
  CHECK(prompt_of(at_1) == prompt_facts{old_one, false});
}

TEST_CASE_METHOD(router_fixture, "which numbers there are changes with the service") {
  CHECK(find(at_3).result == outcome::no_such_target);
  hear(service_news{3, false});
  auto not_yet = find(at_3);
  CHECK(not_yet.result == outcome::not_running);
  CHECK(not_yet.reason == "worker 3 is not ready yet");
  hear(service_news{1, false});
  CHECK(find(at_3).result == outcome::no_such_target);
}

TEST_CASE_METHOD(router_fixture,
                 "a number that the service has lost still means its live process") {
  up(other);
  hear(service_news{1, false});
  CHECK(find({target::kind::relative, 2}).process == other);
  hear(worker_leaving{other});
  CHECK(find({target::kind::relative, 2}).result == outcome::no_such_target);
}

TEST_CASE_METHOD(reload_router_fixture, "a command to a number goes on to the successor") {
  leaves_before_it_takes(at_1);
  proxy_opens(worker);
  CHECK(worker.commands() == std::vector<std::string>{"show info"});
  CHECK(session.empty());
}

TEST_CASE_METHOD(reload_router_fixture, "a command to a pid goes to nobody else") {
  leaves_before_it_takes(at_old_pid);
  proxy.answer<ask_end>(
      [](const ask_end&) { return end_of_process{.text = "it has ended", .ended = true}; });
  settle();
  CHECK(session.take<reply_end>() ==
        reply_end{.id = 7, .error = "it has ended", .status = end_status::lost});
  CHECK(proxy.empty());
}

TEST_CASE_METHOD(router_fixture, "a command to the master is assigned to no worker") {
  run({}, 7, "show proc");
  CHECK(applet.take<run_command, reply_sink_actor>().id == 7);
}

} // namespace mw::router_reload_test
