// A session that keeps the link to its worker while commands come one behind the other; the test
// plays the router and the link.
#include "actors/session/session.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/support/stream_end.hpp"

namespace mw::session_lease_test {

using namespace std::chrono_literals;

namespace {

const auto worker_1 = process_key{1, 1, 1271, 0};

struct lease_fixture : test::actor_fixture {
  lease_fixture() { settle(); }

  void type(std::string_view line) {
    client.send(line);
    settle();
  }

  /// Lets the router give the next command to the link.
  run_command router_runs(bool leases) {
    auto got = run_command{};
    router.answer<command_route, run_command, reply_sink_actor>(
        [&](const command_route& route, run_command& command, const reply_sink_actor&) {
          got = std::move(command);
          would_lease = route.wants_lease;
          return runner_lease{.id = got.id,
                              .process = worker_1,
                              .runner = link.as<running_command_actor>(),
                              .leased = leases ? link.as<leasable_runner_actor>()
                                               : leasable_runner_actor{}};
        });
    settle();
    return got;
  }

  /// Takes a command that comes to the link without the router.
  run_command link_runs() {
    CHECK(router.empty());
    auto got = run_command{};
    link.answer<lease_use, run_command, reply_sink_actor>(
        [&](const lease_use& by, run_command& command, const reply_sink_actor&) {
          CHECK(by == lease_use{{target::kind::relative, 1}, 0});
          got = std::move(command);
        });
    return got;
  }

  /// Lets the router tell what the prompt says.
  void tells(const prompt_facts& facts) {
    router.answer<watch_prompt, prompt_watcher_actor>(
        [&](const watch_prompt&, const prompt_watcher_actor&) { return facts; });
    settle();
  }

  bool is_released() {
    if (link.empty())
      return false;
    link.take<lease_released, reply_sink_actor>();
    return true;
  }

  void answer(const run_command& command, const std::string& shown = "\n") {
    link.send(session, reply_end{.id = command.id, .last = "\n"});
    settle();
    CHECK(client.received() == shown);
  }

  /// Runs two commands, the second one with leave to keep the link.
  void lease() {
    type("@1 a\n");
    auto first = router_runs(false);
    CHECK_FALSE(would_lease);
    answer(first);
    type("@1 b\n");
    auto second = router_runs(true);
    CHECK(would_lease);
    answer(second);
  }

  bool would_lease = false; ///< the session, with the last command that the router got
  test::stream_end client;
  test::peer router{system};
  test::peer link{system};
  test::peer log{system};
  session_actor session =
      spawn<session_state>(client.take_other(), session_environment{router.as<router_actor>(),
                                                                    log.as<command_log_actor>()});
};

} // namespace

TEST_CASE_METHOD(lease_fixture, "the third command in a row goes to the link at once") {
  lease();
  for (auto text : {"c", "d"}) {
    type(std::string{"@1 "} + text + "\n");
    auto command = link_runs();
    CHECK(command.text == text);
    answer(command);
  }
  CHECK_FALSE(is_released());
}

TEST_CASE_METHOD(lease_fixture, "a link that is not used for a second goes back") {
  lease();
  pass(lease_time - 1ms);
  CHECK_FALSE(is_released());
  type("@1 c\n");
  auto command = link_runs();
  pass(lease_time); // it is used
  CHECK_FALSE(is_released());
  answer(command);
  pass(lease_time);
  CHECK(is_released());
  type("@1 d\n");
  router_runs(false);
  CHECK_FALSE(would_lease);
}

TEST_CASE_METHOD(lease_fixture,
                 "commands that come seldom, or not by the same name, keep no link") {
  type("@1 a\n");
  answer(router_runs(false));
  pass(lease_time);
  type("@1 b\n");
  auto seldom = router_runs(false);
  CHECK_FALSE(would_lease);
  answer(seldom);
  type("@!1271 c\n");
  router_runs(false);
  CHECK_FALSE(would_lease);
}

TEST_CASE_METHOD(lease_fixture, "a command for another process gives the link back") {
  auto other = GENERATE(as<std::string>{}, "@2 c\n", "@!1271 c\n");
  lease();
  type(other);
  CHECK(is_released());
  router_runs(false);
  CHECK_FALSE(would_lease);
}

TEST_CASE_METHOD(lease_fixture, "what is not for a link goes to the router, and the link stays") {
  auto other = GENERATE(as<std::string>{}, "@@1 c\n", "@* c\n", "@1 merge show info\n");
  lease();
  type(other);
  auto command = router_runs(false);
  CHECK_FALSE(would_lease);
  answer(command);
  type("@1 d\n");
  answer(link_runs());
}

TEST_CASE_METHOD(lease_fixture, "a command that the link has handed on ends the lease") {
  lease();
  type("@1 c\n");
  auto command = link_runs();
  auto renewed = GENERATE(false, true);
  auto successor = test::peer{system};
  router.send(session, runner_lease{.id = command.id,
                                    .process = {1, 3, 1290, 0},
                                    .runner = successor.as<running_command_actor>(),
                                    .leased = renewed ? successor.as<leasable_runner_actor>()
                                                      : leasable_runner_actor{}});
  settle();
  answer(command);
  type("@1 d\n");
  CHECK(link.empty());
  CHECK(router.empty() == renewed);
  CHECK(successor.empty() != renewed);
}

TEST_CASE_METHOD(lease_fixture, "a command that was handed on and has no worker is refused once") {
  lease();
  type("@1 c\n");
  auto command = link_runs();
  router.send(session, runner_lease{.id = command.id,
                                    .result = runner_lease::outcome::not_running,
                                    .reason = "worker 1 is not ready yet"});
  settle();
  CHECK(client.received() == "Can't connect to the target CLI! worker 1 is not ready yet\n");
  type("@1 d\n");
  router_runs(false);
  CHECK(link.empty());
}

TEST_CASE_METHOD(lease_fixture, "a kept link that does not answer is given up and given back") {
  lease();
  type("@1 c\n");
  auto command = link_runs();
  pass(command_time_limit);
  CHECK(client.received() == "worker 1 (1271) has not answered within 60s\n\n");
  CHECK(link.take<cancel_command>() == cancel_command{command.id});
  CHECK(is_released());
}

TEST_CASE_METHOD(lease_fixture, "a link that the router lends too late goes back at once") {
  type("@1 a\n");
  answer(router_runs(false));
  type("@1 b\n");
  pass(router_time_limit);
  router_runs(true);
  link.take<cancel_command>();
  CHECK(is_released());
}

TEST_CASE_METHOD(lease_fixture, "the prompt behind a command on a kept link names its process") {
  type("prompt\n@1\n");
  tells({{0, 0, 4711}});
  router.answer<find_process>(
      [](const find_process&) { return found_process{.process = worker_1}; });
  settle();
  tells({worker_1});
  CHECK(client.received() == "master> 1271> ");
  for (auto keeps : {false, true}) {
    type("a\n");
    auto command = router_runs(keeps);
    answer(command, "\n1271> ");
  }
  type("a\n");
  answer(link_runs(), "\n1271> ");
  CHECK(router.empty());
}

} // namespace mw::session_lease_test
