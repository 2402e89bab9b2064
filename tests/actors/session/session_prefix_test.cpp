// A session: routing prefixes, the default target and its end.
#include "tests/fixtures/session_fixture.hpp"

namespace mw::session_prefix_test {

using namespace mw::test;

namespace {

struct prefix_session : session_fixture {
  /// Checks that the worker of the last channel gets this next, and answers it.
  void worker_runs(const std::string& text, const std::string& reply) {
    CHECK(worker.commands() == std::vector{text});
    worker.answer(reply);
    settle();
  }

  framed_worker worker;
};

} // namespace

TEST_CASE_METHOD(prefix_session, "a prefix before a command is for this command only") {
  type("prompt;@1 show info;show proc\n");
  proxy_opens(worker);
  worker_runs("show info", "Pid: 1271\n\n");
  runs("show proc", "#<PID>\n\n");
  CHECK(shown() == "master> Pid: 1271\n\nmaster> #<PID>\n\nmaster> ");
}

TEST_CASE_METHOD(prefix_session, "a bare prefix chooses the default target and its prompt") {
  type("prompt\n@1\n");
  CHECK(shown() == "master> 1271> ");
  type("show info;@master show proc\n");
  proxy_opens(worker);
  worker_runs("show info", "Pid: 1271\n\n");
  runs("show proc", "#<PID>\n\n");
  CHECK(shown() == "Pid: 1271\n\n1271> #<PID>\n\n1271> ");
  type("@\n");
  CHECK(shown() == "master> ");
}

TEST_CASE_METHOD(prefix_session, "a bare prefix shows nothing to a silent client") {
  type("@1\n");
  CHECK(shown().empty());
}

TEST_CASE_METHOD(prefix_session, "one channel carries all commands") {
  type("@1;a;b\n");
  proxy_opens(worker);
  worker_runs("a", "1\n\n");
  worker_runs("b", "2\n\n");
  CHECK(proxy.empty());
  CHECK(shown() == "1\n\n2\n\n");
}

TEST_CASE_METHOD(prefix_session, "the timed prompt of a worker counts from its start") {
  pass(std::chrono::seconds{100});
  auto process = first_process;
  process.started = 40;
  up(process);
  type("prompt timed;@1\n");
  CHECK(shown() == "[0:00:01:40] master> [0:00:01:00] 1271> ");
  type("@\n");
  CHECK(shown() == "[0:00:01:40] master> ");
}

TEST_CASE_METHOD(prefix_session, "@1 quit and a second prefix go to the worker") {
  type("@1 quit\n");
  proxy_opens(worker);
  worker_runs("quit", "");
  CHECK_FALSE(has_ended(session));
  type("@1 @master show proc\n");
  worker_runs("@master show proc", "Unknown\n\n");
  CHECK(shown() == "Unknown\n\n");
}

TEST_CASE_METHOD(prefix_session, "words of the session are sent on when they have a prefix") {
  type("@1 prompt\n@master operator\n");
  proxy_opens(worker);
  worker_runs("prompt", "\n");
  CHECK(ran() == run_command{.level = access_level::admin, .text = "operator"});
}

TEST_CASE_METHOD(prefix_session, "a prefix of no known form is refused with the rest of the line") {
  type("@foo show info;show proc\nshow version\n");
  runs("show version", "0.1.0\n\n");
  CHECK(shown() == "Can't find the target PID matching the prefix '@foo'\n0.1.0\n\n");
}

TEST_CASE_METHOD(prefix_session, "an unknown target is refused with the rest of the line") {
  type("prompt\n@!99999 a;b\n");
  CHECK(applet.empty());
  CHECK(shown() == "master> Can't find the target PID matching the prefix '@!99999'\nmaster> ");
  type("c\n");
  runs("c", "\n");
}

TEST_CASE_METHOD(prefix_session, "a worker that is not running is refused with the reason") {
  down(first_process, "worker 1 (1271) exited with code 3");
  type("@1 show info\n");
  CHECK(shown() == "Can't connect to the target CLI! worker 1 (1271) exited with code 3\n");
}

TEST_CASE_METHOD(prefix_session, "an unknown bare prefix leaves the default target as it was") {
  type("prompt\n@2\n");
  type("show proc\n");
  runs("show proc", "\n");
  CHECK(shown() == "master> Can't find the target PID matching the prefix '@2'\n"
                   "master> \nmaster> ");
}

TEST_CASE_METHOD(prefix_session, "a default target that is not ready yet stays chosen") {
  down(first_process, "worker 1 (1271) exited with code 3");
  type("prompt\n@1\n");
  CHECK(shown() == "master> Can't connect to the target CLI! worker 1 (1271) exited with code 3\n"
                   "master> ");
  up(second_process);
  type("@1\n");
  CHECK(shown() == "1290> ");
}

TEST_CASE_METHOD(prefix_session, "@1 as default target follows to the next process") {
  type("prompt;@1\n");
  down(first_process, "worker 1 (1271) exited with code 3");
  up(second_process);
  CHECK(shown() == "master> 1271> ");
  type("show info\n");
  proxy_opens(worker);
  worker_runs("show info", "Pid: 1290\n\n");
  CHECK(shown() == "Pid: 1290\n\n1290> ");
}

TEST_CASE_METHOD(prefix_session,
                 "a default target by pid that is gone is told, then the master's") {
  type("prompt;@!1271\n");
  down(first_process, "worker 1 (1271) exited with code 3");
  CHECK(shown() == "master> 1271> ");
  type("show info;show proc\n");
  CHECK(applet.empty());
  CHECK(shown() == "Can't connect to the target CLI! worker 1 (1271) exited with code 3\nmaster> ");
  type("show proc\n");
  runs("show proc", "#<PID>\n\n");
  CHECK(shown() == "#<PID>\n\nmaster> ");
}

TEST_CASE_METHOD(prefix_session,
                 "a default target by pid is gone with its process, though the pid comes back") {
  type("prompt;@!1271\n");
  down(first_process, "worker 1 (1271) exited with code 3");
  up({1, 3, first_process.pid, 0});
  CHECK(shown() == "master> 1271> ");
  type("show info\n");
  CHECK(shown() == "Can't connect to the target CLI! worker 1 (1271) exited with code 3\nmaster> ");
  type("@!1271 show info\n");
  proxy_opens(worker);
  worker_runs("show info", "Pid: 1271\n\n");
  CHECK(shown() == "Pid: 1271\n\nmaster> ");
}

TEST_CASE_METHOD(prefix_session, "another target may be chosen after the default one is gone") {
  type("@!1271\n");
  down(first_process, "gone");
  type("@master\nshow proc\n");
  runs("show proc", "#<PID>\n\n");
  CHECK(shown() == "#<PID>\n\n");
}

} // namespace mw::session_prefix_test
