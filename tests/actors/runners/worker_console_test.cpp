// A worker console: one two-way command over one channel with HAProxy's line protocol.
#include "tests/fixtures/console_fixture.hpp"

namespace mw::worker_console_test {

using mw::test::console_fixture;

TEST_CASE_METHOD(console_fixture, "a command goes with the level in front and a LF behind") {
  run("show info;help", access_level::oper);
  proxy_opens();
  CHECK(worker.received() == "operator -;show info;help\n");
}

TEST_CASE_METHOD(console_fixture, "without a command the worker gets a greeting") {
  run("", access_level::user);
  proxy_opens();
  CHECK(worker.received() == "user -;prompt i\n");
}

TEST_CASE_METHOD(console_fixture, "input that comes before the channel waits for it") {
  run("");
  type("show info\n");
  type("quit\n", true);
  proxy_opens();
  CHECK(worker.received() == "prompt i\nshow info\nquit\n");
  CHECK(worker.closed());
}

TEST_CASE_METHOD(console_fixture, "input goes on as it comes, its end too") {
  open("");
  type("show in");
  CHECK(worker.received() == "show in");
  type("fo\n", true);
  CHECK(worker.received() == "fo\n");
  CHECK(worker.closed());
}

TEST_CASE_METHOD(console_fixture, "input for another command is ignored") {
  open("");
  sink->send(console, command_input{6, "quit\n", true});
  settle();
  CHECK(worker.received().empty());
  CHECK_FALSE(worker.closed());
}

TEST_CASE_METHOD(console_fixture, "the worker's bytes go on as they come") {
  open("");
  worker_says("Pid: 1");
  CHECK(sink->got(7) == "Pid: 1");
  worker_says("271\n");
  CHECK(sink->got(7) == "271\n");
}

TEST_CASE_METHOD(console_fixture, "a console without credit reads no more than the window") {
  open("");
  auto part = std::string(32 * 1024, 'x');
  for (auto sent = part.size(); sent == part.size(); settle())
    sent = worker.send(part);
  auto first = sink->got(7).size();
  CHECK(first >= reply_window);
  CHECK(first < reply_window + 64 * 1024);
  sink->send(console, reply_credit{7, first});
  settle();
  CHECK_FALSE(sink->got(7).empty());
}

TEST_CASE_METHOD(console_fixture, "a proxy that opens no channel is told with the reason") {
  run("");
  proxy.answer<open_channel>([](const open_channel&) -> caf::result<channel_opened> {
    return caf::make_error(errc::no_descriptors);
  });
  settle();
  CHECK(sink->got(7) ==
        "[end: worker 1 (1271) cannot be reached: the master has no file descriptor left]");
  CHECK(has_ended(console));
}

TEST_CASE_METHOD(console_fixture, "cancelling closes the channel") {
  open("");
  sink->send(console, cancel_command{6}); // another command's
  settle();
  CHECK_FALSE(worker.closed());
  sink->send(console, cancel_command{7});
  settle();
  CHECK(worker.closed());
  CHECK(has_ended(console));
}

TEST_CASE_METHOD(console_fixture, "the console ends with its session") {
  open("");
  sink.reset();
  settle();
  CHECK(worker.closed());
  CHECK(has_ended(console));
}

} // namespace mw::worker_console_test
