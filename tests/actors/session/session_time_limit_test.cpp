// A session: time limits of commands, and of clients that say nothing.
#include "tests/fixtures/session_fixture.hpp"

namespace mw::session_time_limit_test {

using namespace mw::test;
using namespace std::chrono_literals;

TEST_CASE_METHOD(session_fixture, "the master's own commands end by themselves") {
  type("reload\n");
  CHECK(ran().text == "reload");
  pass(1h);
  CHECK(applet.empty());
  answer("Success=1\n\n");
  CHECK(shown() == "Success=1\n\n");
}

TEST_CASE_METHOD(session_fixture, "a worker's command without an end is given up after a minute") {
  auto worker = framed_worker{};
  type("@1 a\n@1 b\n");
  proxy_opens(worker);
  CHECK(worker.commands() == std::vector<std::string>{"a"});
  pass(59999ms);
  CHECK(shown().empty());
  pass(1ms);
  CHECK(shown() == "worker 1 (1271) has not answered within 60s\n\n");
  CHECK(worker.channel.closed());
  auto again = framed_worker{};
  proxy_opens(again);
  CHECK(again.commands() == std::vector<std::string>{"b"});
}

TEST_CASE_METHOD(session_fixture, "a session has the time limit that it was told") {
  auto worker = framed_worker{};
  type("set timeout cli 1500ms\n@1 a\n");
  proxy_opens(worker);
  pass(1499ms);
  CHECK(shown().empty());
  pass(1ms);
  CHECK(shown() == "worker 1 (1271) has not answered within 1.5s\n\n");
}

TEST_CASE_METHOD(session_fixture,
                 "a time limit is in seconds unless it says otherwise, and 0 is none") {
  auto worker = framed_worker{};
  type("set timeout cli 0\n@1 a\n");
  proxy_opens(worker);
  pass(24h);
  CHECK(shown().empty());
  worker.answer("1\n\n");
  settle();
  type("set timeout cli 2\n@1 b\n");
  pass(2s);
  CHECK(shown() == "1\n\nworker 1 (1271) has not answered within 2.0s\n\n");
}

TEST_CASE_METHOD(session_fixture, "a time limit that is none is refused, the old one stays") {
  auto worker = framed_worker{};
  for (auto text : {"set timeout cli\n", "set timeout cli soon\n", "set timeout cli 1s 2s\n"}) {
    type(text);
    CHECK(shown() == "'set timeout cli' expects a delay: 500ms, 30s, 10m; 0: no limit\n");
  }
  type("@1 a\n");
  proxy_opens(worker);
  pass(60s);
  CHECK(shown() == "worker 1 (1271) has not answered within 60s\n\n");
}

TEST_CASE_METHOD(session_fixture, "a silent client that says nothing for ten minutes is closed") {
  type("a\n");
  runs("a", "1\n\n");
  pass(10min - 1ms);
  CHECK_FALSE(has_ended(session));
  type("b\n");
  runs("b", "2\n\n");
  pass(10min - 1ms);
  CHECK_FALSE(has_ended(session));
  pass(1ms);
  CHECK(has_ended(session));
}

TEST_CASE_METHOD(session_fixture, "people at a prompt may take their time") {
  type("prompt\n");
  pass(24h);
  CHECK_FALSE(has_ended(session));
}

TEST_CASE_METHOD(session_fixture, "a client that waits for an answer is not idle") {
  type("a\n");
  pass(1h);
  runs("a", "1\n\n");
  CHECK(shown() == "1\n\n");
}

TEST_CASE_METHOD(session_fixture, "each command has a minute of its own") {
  auto worker = framed_worker{};
  type("@1 a\n@1 b\n");
  proxy_opens(worker);
  pass(40s);
  worker.answer("1\n\n");
  settle();
  pass(40s);
  worker.answer("2\n\n");
  settle();
  CHECK(shown() == "1\n\n2\n\n");
}

} // namespace mw::session_time_limit_test
