// A session: answers that fail, come too late, or never; clients that leave or do not read.
#include "tests/fixtures/session_fixture.hpp"

namespace mw::session_failure_test {

using namespace mw::test;
using namespace std::chrono_literals;

namespace {

const auto big_chunk = std::string(64 * 1024, 'x');
constexpr auto chunks = 16; // more than the sockets hold

struct slow_client : session_fixture {
  /// Answers more than the client's socket can take at once.
  void answer_much(command_id id) {
    for (auto sent = 0; sent < chunks; ++sent)
      applet.send(session, reply_chunk{id, big_chunk});
    settle();
  }
};

} // namespace

TEST_CASE_METHOD(session_fixture, "chunks and ends of another command are ignored") {
  type("a\nb\n");
  runs("a", "1\n\n");
  CHECK(ran().text == "b");
  applet.send(session, reply_chunk{last_id() - 1, "late"});
  applet.send(session, reply_end{last_id() - 1, "late"});
  applet.send(session, reply_chunk{last_id() + 1, "early"});
  answer("2\n\n");
  CHECK(shown() == "1\n\n2\n\n");
  applet.send(session, reply_chunk{last_id(), "again"});
  applet.send(session, reply_end{last_id(), ""});
  settle();
  CHECK(shown().empty());
}

TEST_CASE_METHOD(session_fixture, "an error stands on a line of its own, an empty one follows") {
  type("prompt\na\nb\nc\n");
  CHECK(ran().text == "a");
  answer("half a li", "worker 1 (1271) was killed by signal 9 (Killed)");
  CHECK(ran().text == "b");
  answer("a whole line\n", "it broke");
  CHECK(ran().text == "c");
  answer("", "it broke");
  CHECK(shown() == "master> half a li\nworker 1 (1271) was killed by signal 9 (Killed)\n\n"
                   "master> a whole line\nit broke\n\n"
                   "master> \nit broke\n\nmaster> ");
}

TEST_CASE_METHOD(session_fixture, "a silent client goes on after an error") {
  type("a;b\n");
  CHECK(ran().text == "a");
  answer("", "it broke");
  runs("b", "2\n\n");
  CHECK(shown() == "it broke\n\n2\n\n");
}

TEST_CASE_METHOD(session_fixture, "a client that has left during a command ends its session soon") {
  type("a\n");
  client.close();
  settle();
  pass(watch_client_after);
  pass(gone_client_time_limit - 1ms);
  CHECK_FALSE(has_ended(session));
  pass(1ms);
  CHECK(has_ended(session));
  CHECK(ran().text == "a");
}

TEST_CASE_METHOD(session_fixture, "what a client that has left asked for may still be done") {
  type("a\nb\n");
  client.close();
  settle();
  runs("a", "1\n\n");
  runs("b", "2\n\n");
  CHECK(has_ended(session));
}

TEST_CASE_METHOD(session_fixture, "a client that leaves between two commands ends at once") {
  client.close();
  settle();
  CHECK(has_ended(session));
}

TEST_CASE_METHOD(slow_client, "credit is given when the client has read, and only then") {
  type("a\n");
  CHECK(ran().text == "a");
  answer_much(last_id());
  CHECK(applet.empty());
  CHECK(shown().size() == chunks * big_chunk.size());
  CHECK(applet.take<reply_credit>() == reply_credit{last_id(), chunks * big_chunk.size()});
}

TEST_CASE_METHOD(slow_client, "short answers cost no message for credit") {
  type("a\n");
  CHECK(ran().text == "a");
  applet.send(session, reply_chunk{last_id(), "short\n"});
  settle();
  CHECK(shown() == "short\n");
  CHECK(applet.empty());
}

TEST_CASE_METHOD(slow_client, "a client that does not read gets no further command done") {
  type("a\nb\n");
  CHECK(ran().text == "a");
  answer_much(last_id());
  applet.send(session, reply_end{last_id(), {}});
  settle();
  CHECK(applet.empty());
  CHECK(shown().size() == chunks * big_chunk.size());
  CHECK(ran().text == "b");
}

TEST_CASE_METHOD(slow_client, "a client that does not read for 30 seconds is thrown out") {
  type("a\n");
  CHECK(ran().text == "a");
  answer_much(last_id());
  pass(29999ms);
  CHECK_FALSE(has_ended(session));
  pass(1ms);
  CHECK(has_ended(session));
}

TEST_CASE_METHOD(slow_client, "a client that reads slowly stays") {
  type("a\n");
  CHECK(ran().text == "a");
  answer_much(last_id());
  for (auto rounds = 0; rounds < 3; ++rounds) {
    pass(20s);
    client.received();
    settle();
  }
  CHECK_FALSE(has_ended(session));
}

TEST_CASE_METHOD(session_fixture, "a prompt behind a command says what holds at its end") {
  auto worker = framed_worker{};
  type("prompt\n@1 a\n");
  proxy_opens(worker);
  route_news.send(router, service_news{1, true});
  worker.answer("1\n\n");
  settle();
  CHECK(shown() == "master> 1\n\nmaster[ReloadFailed]> ");
}

TEST_CASE_METHOD(session_fixture, "a prompt says what the router has told by then") {
  auto command = GENERATE(as<std::string>{}, "reload", " hard-reload ", "show proc");
  type("prompt\n" + command + "\n");
  ran();
  route_news.send(router, service_news{1, true});
  settle();
  answer("1\n\n");
  CHECK(shown() == "master> 1\n\nmaster[ReloadFailed]> ");
}

TEST_CASE_METHOD(session_fixture, "a prompt behind a longer command says what holds at its end") {
  auto worker = framed_worker{};
  type("prompt\n@1 a\n");
  proxy_opens(worker);
  route_news.send(router, service_news{1, true});
  pass(1s);
  worker.answer("1\n\n");
  settle();
  CHECK(shown() == "master> 1\n\nmaster[ReloadFailed]> ");
}

TEST_CASE_METHOD(session_fixture, "a prompt asks the router nothing once it is watched") {
  auto router_peer = peer{system};
  auto own_client = stream_end{};
  auto other = spawn<session_state>(
      own_client.take_other(),
      session_environment{router_peer.as<router_actor>(), log.as<command_log_actor>()});
  settle();
  own_client.send("prompt\n");
  settle();
  router_peer.answer<watch_prompt, prompt_watcher_actor>(
      [](const watch_prompt& question, const prompt_watcher_actor&) {
        CHECK(question.where == target{});
        return prompt_facts{{0, 0, 4711}};
      });
  settle();
  own_client.send("expert-mode on\n");
  settle();
  router_peer.send(other, prompt_facts{{0, 0, 4711}, true});
  settle();
  own_client.send("expert-mode off\n");
  settle();
  CHECK(own_client.received() == "master> master(e)> master[ReloadFailed]> ");
  CHECK(router_peer.empty());
}

TEST_CASE_METHOD(actor_fixture, "a router that is silent is given up, also if it answers late") {
  auto client = stream_end{};
  auto router = peer{system};
  auto log = peer{system};
  auto runner = peer{system};
  auto session =
      spawn<session_state>(client.take_other(), session_environment{router.as<router_actor>(),
                                                                    log.as<command_log_actor>()});
  settle();
  client.send("a\n");
  settle();
  pass(router_time_limit - 1ms);
  CHECK(client.received().empty());
  pass(1ms);
  CHECK(client.received() == "Can't connect to the target CLI! the master is overloaded\n");
  auto late = runner_lease{.id = 1, .runner = runner.as<running_command_actor>()};
  router.send(session, late);
  settle();
  CHECK(runner.take<cancel_command>() == cancel_command{1});
}

} // namespace mw::session_failure_test
