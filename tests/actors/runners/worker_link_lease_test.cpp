// A worker link that a session keeps from one command to the next.
#include "tests/fixtures/handed_on.hpp"
#include "tests/fixtures/link_fixture.hpp"

#include <memory>

namespace mw::worker_link_lease_test {

using texts = std::vector<std::string>;

namespace {

const auto number_1 = target{target::kind::relative, 1};

struct lease_fixture : test::link_fixture {
  static run_command admins(command_id id, const std::string& text) {
    return {.id = id, .level = access_level::admin, .text = text};
  }

  /// Gives the link to the session, whose first command is done.
  void lease() {
    sink.send(link, assignment{number_1, true}, admins(1, "a"), sink.handle());
    settle();
    proxy_opens(worker);
    answers(1);
    CHECK(worker.commands() == texts{"a"});
    CHECK(router.empty());
  }

  void answers(command_id id) {
    worker.answer("\n");
    settle();
    CHECK(sink.got(id) == "\n[end]");
  }

  /// Runs a command as a session does with a link that it keeps, or believes that it keeps.
  void run_leased(test::answer_sink& by, command_id id, const std::string& text) {
    by.send(link, lease_use{number_1}, admins(id, text), by.handle());
    settle();
  }

  /// Takes the command that the link has handed on to the router.
  test::handed_on handed_on() {
    auto got = test::take_handed_on(router, number_1);
    settle();
    return got;
  }

  void release(test::answer_sink& by) {
    by.send(link, lease_released{}, by.handle());
    settle();
  }

  void recall() {
    router.send(link, lease_recalled{});
    settle();
  }
};

} // namespace

TEST_CASE_METHOD(lease_fixture, "a kept link runs one command after the other without the router") {
  lease();
  for (auto id : {command_id{2}, command_id{3}}) {
    run_leased(sink, id, "b");
    CHECK(worker.commands() == texts{"b"});
    answers(id);
  }
  CHECK(router.empty());
}

TEST_CASE_METHOD(lease_fixture, "a kept link that is not needed any more goes back to the router") {
  lease();
  release(sink);
  idle();
  run(2, "b"); // from the router
  CHECK(worker.commands() == texts{"b"});
  answers(2);
  idle();
}

TEST_CASE_METHOD(lease_fixture, "nobody but its session gives a kept link back or uses it") {
  lease();
  auto other = test::answer_sink{system};
  release(other);
  CHECK(router.empty());
  run_leased(other, 7, "b");
  CHECK(handed_on().command.text == "b");
  CHECK(other.take<runner_lease>().reason == "handed on");
  run_leased(sink, 2, "c");
  CHECK(worker.commands() == texts{"c"});
}

TEST_CASE_METHOD(lease_fixture,
                 "a recalled link closes its channel, and hands the next command on") {
  lease();
  recall();
  CHECK(worker.channel.closed());
  CHECK(router.empty()); // the session has not learnt it yet
  run_leased(sink, 2, "b");
  idle();
  auto got = handed_on();
  CHECK(got.command == admins(2, "b"));
  CHECK(got.route == command_route{.where = number_1, .wants_lease = true});
  CHECK(sink.take<runner_lease>().id == 2);
  CHECK(worker.commands().empty());
}

TEST_CASE_METHOD(lease_fixture, "a recalled link ends the command at hand first") {
  lease();
  run_leased(sink, 2, "b");
  recall();
  CHECK(worker.commands() == texts{"b"});
  CHECK_FALSE(worker.channel.closed());
  answers(2);
  CHECK(worker.channel.closed());
  release(sink);
  idle();
}

TEST_CASE_METHOD(lease_fixture, "a link that nobody keeps is not recalled") {
  warm_up();
  recall();
  run(2, "b");
  CHECK(worker.commands() == texts{"b"});
}

TEST_CASE_METHOD(lease_fixture, "a session that ends gives its link back") {
  auto in_a_command = GENERATE(false, true);
  auto session = std::make_unique<test::answer_sink>(system);
  session->send(link, assignment{number_1, true}, admins(1, "a"), session->handle());
  settle();
  proxy_opens(worker);
  if (!in_a_command)
    worker.answer("\n");
  settle();
  CHECK(router.empty());
  CHECK(worker.commands() == texts{"a"});
  session.reset();
  settle();
  idle();
  CHECK(worker.channel.closed() == in_a_command);
}

} // namespace mw::worker_link_lease_test
