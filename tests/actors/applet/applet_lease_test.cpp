// Sessions that go to the applet without the router, as long as nothing changes.
#include "actors/applet/applet.hpp"
#include "tests/fixtures/answer_sink.hpp"
#include "tests/fixtures/router_fixture.hpp"
#include "tests/fixtures/session_fixture.hpp"

namespace mw::applet_lease_test {

namespace {

const auto at_master = target{};
const auto worker_1 = process_key{1, 1, 1271, 0};

struct leased_applet : test::actor_fixture {
  leased_applet() {
    router.send(applet, router.as<router_actor>());
    settle();
  }

  /// Asks as a session that has a lease of this epoch.
  std::string ask(const std::string& text, uint64_t epoch) {
    sink.send(applet, lease_use{at_master, epoch}, run_command{.id = ++last_id, .text = text},
              sink.handle());
    settle();
    return sink.got(last_id);
  }

  void recall(uint64_t epoch) {
    router.send(applet, lease_recalled{epoch});
    settle();
  }

  test::peer router{system};
  test::peer master_actor_{system};
  test::answer_sink sink{system};
  applet_actor applet = spawn<applet_state>(master_actor_.as<master_actor>(),
                                            applet_facts{.version = "0.1.0", .sockets = {}});
  command_id last_id = 0;
};

using test::router_fixture;
using test::session_fixture;

} // namespace

TEST_CASE_METHOD(leased_applet, "the applet runs the commands of those who keep it") {
  CHECK(ask("show version", 0) == "0.1.0\n\n[end]");
  recall(3);
  CHECK(ask("show version", 3) == "0.1.0\n\n[end]");
  CHECK(router.empty());
}

TEST_CASE_METHOD(leased_applet, "a command by a lease that is over is the router's, as it was") {
  recall(1);
  CHECK(ask("echo a;b", 0).empty());
  auto command = test::take_command(router);
  CHECK(command.id == last_id);
  CHECK(command.text == "echo a;b");
}

TEST_CASE_METHOD(session_fixture, "what waits for the client or is about workers is the router's") {
  auto text = GENERATE(as<std::string>{}, "show metrics", "show events -w", "actor-trace follow");
  type("a\n");
  runs("a", "\n");
  type(text + "\n");
  CHECK(applet.take<run_command, reply_sink_actor>().text == text); // the router has none of these
}

TEST_CASE_METHOD(router_fixture, "the applet is kept by all who want to, until something changes") {
  for (auto id : {command_id{7}, command_id{8}}) {
    auto lease = run_leased(at_master, id);
    CHECK(lease.leased == applet.as<leasable_runner_actor>());
    CHECK(lease.epoch == 0);
  }
  up(worker_1);
  CHECK(applet.take<lease_recalled>().epoch == 1);
  CHECK(run_leased(at_master, 9).epoch == 1);
}

TEST_CASE_METHOD(router_fixture, "an applet that nobody keeps hears of no change") {
  run(at_master, 7, "show proc");
  test::take_command(applet);
  up(worker_1);
  CHECK(applet.empty());
  CHECK(run_leased(at_master, 8).epoch == 0);
}

TEST_CASE_METHOD(router_fixture, "nobody keeps the applet for what the client ends, or talks to") {
  auto follow = show_info(7);
  follow.text = "actor-trace follow";
  CHECK_FALSE(run_leased(at_master, follow).leased);
  auto two_way = show_info(8);
  two_way.two_way = true;
  CHECK_FALSE(run_leased(at_master, two_way).leased);
}

TEST_CASE_METHOD(session_fixture, "the second command for the master goes to the applet at once") {
  type("a\n");
  auto first = applet.take<run_command, reply_sink_actor>();
  applet.send(session, reply_end{.id = first.id, .last = "\n"});
  settle();
  type("b\n");
  auto got = std::string{};
  applet.answer<lease_use, run_command, reply_sink_actor>(
      [&](const lease_use& by, run_command& command, const reply_sink_actor& sink) {
        CHECK(by == lease_use{at_master, 0});
        got = command.text;
        applet.send(sink, reply_end{.id = command.id, .last = "the answer\n"});
      });
  settle();
  CHECK(got == "b");
  CHECK(shown() == "\nthe answer\n");
}

TEST_CASE_METHOD(session_fixture, "commands for the master leave the worker's link where it is") {
  auto worker = test::framed_worker{};
  type("@1 a\n");
  proxy_opens(worker);
  for (const auto* text : {"@1 b\n", "@1 c\n"}) {
    worker.answer("\n");
    settle();
    type("show version\n");
    runs("show version", "0.1.0\n\n");
    type(text);
  }
  CHECK(proxy.empty());
  CHECK(worker.commands() == std::vector<std::string>{"a", "b", "c"});
}

} // namespace mw::applet_lease_test
