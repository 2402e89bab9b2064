// A HAProxy connection, used for speed: questions that take long, are lost, or are not wanted any
// more hold up no other.
#include "tests/fixtures/haproxy_cli_fixture.hpp"

#include <algorithm>

namespace mw::haproxy_cli_queue_test {

using namespace std::chrono_literals;
using test::haproxy_cli_fixture;

namespace {

struct queue_fixture : haproxy_cli_fixture {
  /// Asks two questions of two sessions; neither is answered yet.
  void ask_both() {
    warm_up();
    ask(one, 3, "show sess");
    ask(other, 4, "show info");
    worker->received();
  }

  void other_is_handed_on() {
    auto got = handed_on();
    CHECK(got.command.id == 4);
    CHECK(got.route.own_connection);
    CHECK(other.take<runner_lease>().id == 4);
  }

  /// Answers so many bytes, in portions that the socket takes.
  void answers_long(size_t bytes) {
    for (; bytes > 0; bytes -= std::min<size_t>(bytes, 16384))
      says(std::string(std::min<size_t>(bytes, 16384), 'x'));
  }
};

} // namespace

TEST_CASE_METHOD(queue_fixture, "nobody waits behind an answer that does not come") {
  ask_both();
  pass(short_wait);
  other_is_handed_on();
  says("late\n" + std::string{mark} + "to nobody\n" + mark);
  CHECK(one.got(3) == "late\n\n[end]");
  CHECK(other.empty());
  CHECK(worker->closed()); // the other answer was still to come
}

TEST_CASE_METHOD(queue_fixture, "questions that are answered in time are left alone") {
  ask_both();
  for (auto id = command_id{5}; id < 15; ++id) {
    pass(short_wait - 1ms);
    answers("a\n");
    auto& asker = id % 2 == 1 ? one : other;
    CHECK(asker.got(id - 2) == "a\n\n[end]");
    ask(asker, id, "show info");
  }
  CHECK(router.empty());
}

TEST_CASE_METHOD(queue_fixture, "nobody waits behind a long answer") {
  ask_both();
  answers_long(short_answer + 1);
  other_is_handed_on();
  CHECK(one.got(3).size() > short_answer - 16384);
  answers("\n");
  CHECK(one.got(3).ends_with("[end]"));
  CHECK(worker->closed());
}

TEST_CASE_METHOD(queue_fixture, "a long answer is read no further than its client reads it") {
  ask_both();
  auto sent = size_t{0};
  auto some = std::string(16384, 'x');
  for (auto step = 0; step < 64; ++step) {
    sent += worker->send(some);
    settle();
  }
  other_is_handed_on();
  auto given = one.got(3).size();
  CHECK(given < sent);
  CHECK(given <= short_answer + reply_window + 2 * 65536);
  one.send(cli, reply_credit{3, given});
  settle();
  CHECK(!one.got(3).empty());
}

TEST_CASE_METHOD(queue_fixture, "what had a long answer is asked alone, for a while") {
  ask_both();
  answers_long(short_answer + 1);
  other_is_handed_on();
  answers("\n");
  one.got(3);
  ask(one, 5, "show sess");
  proxy_opens();
  CHECK(worker->received() == std::string{greeting} + "show sess\nshow cli level\n");
  ask(other, 6, "show info"); // behind it
  CHECK(handed_on().route.own_connection);
  other.take<runner_lease>();
  says(greeted);
  answers("\n");
  CHECK(one.got(5) == "\n\n[end]");
  CHECK_FALSE(worker->closed());
  ask(other, 7, "show stat");
  CHECK(worker->received() == stat);
  ask(one, 8, "show sess"); // in front of it
  CHECK(handed_on().route.own_connection);
  one.take<runner_lease>();
  answers("\n");
  other.got(7);
  pass(slow_time);
  ask(other, 9, "show stat");
  ask(one, 10, "show sess");
  CHECK(router.empty());
}

TEST_CASE_METHOD(queue_fixture, "what is lost is asked by another way") {
  ask_both();
  worker->close();
  settle();
  for (auto id : {command_id{3}, command_id{4}}) {
    auto got = handed_on();
    CHECK(got.command.id == id);
    CHECK(got.route.own_connection);
  }
}

TEST_CASE_METHOD(queue_fixture, "half an answer is told with the reason, others are asked again") {
  ask_both();
  says("half\n");
  worker->close();
  settle();
  other_is_handed_on();
  proxy.answer<ask_end>([](const ask_end&) {
    return end_of_process{"worker 1 (1271) was killed by signal 9 (Killed)", true};
  });
  settle();
  CHECK(one.got(3) == "half\n[end: worker 1 (1271) was killed by signal 9 (Killed)]");
}

TEST_CASE_METHOD(queue_fixture, "an answer that nobody waits for any more is left out") {
  ask_both();
  one.send(cli, cancel_command{3});
  settle();
  answers("to nobody\n");
  CHECK(one.empty());
  answers("i\n");
  CHECK(other.got(4) == "i\n\n[end]");
}

TEST_CASE_METHOD(queue_fixture, "an answer that takes long and that nobody waits for is ended") {
  ask_both();
  auto before = GENERATE(true, false);
  if (before)
    one.send(cli, cancel_command{3});
  pass(short_wait);
  if (!before)
    one.send(cli, cancel_command{3});
  settle();
  other_is_handed_on();
  CHECK(worker->closed());
  ask(one, 5, "show stat");
  proxy_opens();
  CHECK(worker->received() == std::string{greeting} + stat);
}

TEST_CASE_METHOD(queue_fixture, "a long answer ends with its session") {
  warm_up();
  {
    auto leaving = test::answer_sink{system};
    ask(leaving, 3, "show sess");
    pass(short_wait);
    settle();
    CHECK(worker->received() == "show sess\nshow cli level\n");
  }
  settle();
  CHECK(worker->closed());
}

TEST_CASE_METHOD(queue_fixture, "a recalled connection answers what it has, and closes") {
  ask_both();
  router.send(cli, lease_recalled{});
  settle();
  CHECK_FALSE(worker->closed());
  ask(one, 5, "show stat"); // the session has not learnt it yet
  auto got = handed_on();
  CHECK(got.command.id == 5);
  CHECK_FALSE(got.route.own_connection);
  CHECK(worker->received().empty());
  answers("s\n");
  answers("i\n");
  CHECK(other.got(4) == "i\n\n[end]");
  CHECK(worker->closed());
}

TEST_CASE_METHOD(queue_fixture, "a recalled connection ends when no session keeps it") {
  warm_up();
  auto by_asking = GENERATE(true, false);
  router.send(cli, lease_recalled{});
  settle();
  CHECK(worker->closed());
  one.send(cli, lease_released{}, one.handle());
  settle();
  CHECK_FALSE(has_ended(cli));
  if (by_asking)
    ask(other, 3);
  else
    other.send(cli, lease_released{}, other.handle());
  settle();
  CHECK(has_ended(cli));
}

TEST_CASE_METHOD(queue_fixture, "a recalled connection ends with the last session that keeps it") {
  auto leaving = std::make_unique<test::answer_sink>(system);
  ask(*leaving, 1);
  proxy_opens();
  says(greeted);
  answers("\n");
  router.send(cli, lease_recalled{});
  settle();
  CHECK_FALSE(has_ended(cli));
  leaving.reset();
  settle();
  CHECK(has_ended(cli));
}

TEST_CASE_METHOD(queue_fixture,
                 "a recalled connection that nobody keeps tells about half an answer") {
  one.send(cli, assignment{number_1}, question(1, "show info"), one.handle());
  settle();
  proxy_opens();
  says(greeted);
  says("half\n");
  router.send(cli, lease_recalled{});
  settle();
  worker->close();
  settle();
  CHECK_FALSE(has_ended(cli));
  proxy.answer<ask_end>([](const ask_end&) {
    return end_of_process{"worker 1 (1271) is gone", true};
  });
  settle();
  CHECK(one.got(1) == "half\n[end: worker 1 (1271) is gone]");
  CHECK(has_ended(cli));
}

TEST_CASE_METHOD(queue_fixture,
                 "a question that went alone and found no connection leaves nothing") {
  ask_both();
  pass(short_wait);
  other_is_handed_on();
  worker->close();
  settle();
  CHECK(handed_on().command.id == 3); // "show sess" is one that goes alone now
  ask(one, 5, "show sess");
  proxy.answer<open_channel>([](const open_channel&) -> caf::result<channel_opened> {
    return caf::make_error(errc::process_gone);
  });
  settle();
  CHECK(handed_on().command.id == 5);
  one.send(cli, cancel_command{5});
  one.send(cli, reply_credit{5, 1});
  ask(other, 6, "show stat");
  proxy_opens();
  CHECK(worker->received() == std::string{greeting} + stat);
}

} // namespace mw::haproxy_cli_queue_test
