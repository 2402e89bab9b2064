// A session: two-way commands, `@@`.
#include "tests/fixtures/session_fixture.hpp"

namespace mw::session_two_way_test {

using namespace mw::test;

namespace {

struct two_way_session : session_fixture {
  /// Asks for a two-way session with the first worker.
  void open(std::string_view line) {
    type(line);
    proxy_opens(worker, false);
  }

  /// The bytes that the worker has got since the last call.
  std::string heard() { return worker.channel.received(); }

  void worker_says(std::string_view text) {
    worker.channel.send(text);
    settle();
  }

  void worker_closes(const end_of_process& what) {
    worker.channel.close();
    settle();
    if (!proxy.empty())
      proxy.answer<ask_end>([&](const ask_end&) { return what; });
    settle();
  }

  framed_worker worker; // only its channel is used
  const end_of_process lives{"worker 1 (1271) has closed the connection", false};
  const end_of_process died{"worker 1 (1271) killed by signal 9 (Killed)", true};
};

} // namespace

TEST_CASE_METHOD(two_way_session, "the rest of the line is one text for the worker") {
  open("@@1 show cli level;show version\n");
  CHECK(heard() == "show cli level;show version\n");
  worker_says("admin\n\n0.1.0\n\n");
  worker_closes(lives);
  CHECK(shown() == "admin\n\n0.1.0\n\n");
  type("show proc\n");
  CHECK(ran().text == "show proc");
}

TEST_CASE_METHOD(two_way_session, "an interactive session ends with the worker's quit") {
  open("@@1\n");
  CHECK(heard() == "prompt i\n");
  worker_says("\n");
  type("show cli level\n");
  CHECK(heard() == "show cli level\n");
  worker_says("admin\n\n");
  type("quit\n");
  CHECK(heard() == "quit\n");
  worker_closes(lives);
  CHECK(shown() == "\nadmin\n\n");
  type("show proc\n");
  CHECK(ran().text == "show proc");
}

TEST_CASE_METHOD(two_way_session,
                 "the prompt mode goes along, and the prompt comes back at the end") {
  open("prompt timed;@@1\n");
  CHECK(heard() == "prompt p timed\n");
  worker_says("\n> ");
  type("quit\n");
  worker_closes(lives);
  CHECK(shown() == "[0:00:00:00] master> \n> [0:00:00:00] master> ");
}

TEST_CASE_METHOD(two_way_session, "the level goes along") {
  open("operator;@@1\n");
  CHECK(heard() == "operator -;prompt i\n");
}

TEST_CASE_METHOD(two_way_session, "bytes that were typed ahead are the worker's") {
  open("@@1\nshow info;help\nshow stat\nqu");
  CHECK(heard() == "prompt i\nshow info;help\nshow stat\nqu");
  type("it\n");
  CHECK(heard() == "it\n");
  worker_closes(lives);
  CHECK(shown().empty());
  CHECK_FALSE(has_ended(session));
}

TEST_CASE_METHOD(two_way_session, "the end of the client's input reaches the worker") {
  open("@@1\n");
  client.half_close();
  settle();
  CHECK(heard() == "prompt i\n");
  CHECK(worker.channel.closed());
  worker_says("bye\n");
  worker_closes(lives);
  CHECK(shown() == "bye\n");
  CHECK(client.closed());
}

TEST_CASE_METHOD(two_way_session, "an end of input that came before reaches the worker too") {
  type("@@1 show info\n");
  client.half_close();
  settle();
  proxy_opens(worker, false);
  CHECK(heard() == "show info\n");
  CHECK(worker.channel.closed());
  worker_says("Pid: 1271\n\n");
  worker_closes(lives);
  CHECK(shown() == "Pid: 1271\n\n");
  CHECK(client.closed());
}

TEST_CASE_METHOD(two_way_session,
                 "a worker that ends the session by itself: a line, then the prompt") {
  open("prompt;@@1\n");
  worker_says("\n> ");
  worker_closes(lives);
  CHECK(shown() == "master> \n> \nworker 1 (1271) has closed the connection\n\nmaster> ");
}

TEST_CASE_METHOD(two_way_session, "in silent mode the client is closed when the worker has gone") {
  open("@@1\n");
  worker_says("\n");
  worker_closes(died);
  CHECK(shown() == "\nworker 1 (1271) killed by signal 9 (Killed)\n\n");
  CHECK(client.closed());
}

TEST_CASE_METHOD(two_way_session, "a silent client goes on after a single command that failed") {
  open("@@1 show info\n");
  worker_says("Pid: 12");
  worker_closes(died);
  CHECK(shown() == "Pid: 12\nworker 1 (1271) killed by signal 9 (Killed)\n\n");
  type("show proc\n");
  CHECK(ran().text == "show proc");
}

TEST_CASE_METHOD(two_way_session, "a two-way command may take longer than a minute") {
  open("@@1 wait 100s\n");
  pass(std::chrono::seconds{100});
  worker_says("Done.\n\n");
  worker_closes(lives);
  CHECK(shown() == "Done.\n\n");
}

TEST_CASE_METHOD(two_way_session, "`@@` may follow other commands of its line") {
  type("show version; @@1 a; b\n");
  runs("show version", "0.1.0\n\n");
  proxy_opens(worker, false);
  CHECK(heard() == "a; b\n");
}

TEST_CASE_METHOD(two_way_session, "the prefix of `@@` ends at a blank only") {
  type("@@1;show version\n@@2\n");
  CHECK(shown() == "Can't find the target PID matching the prefix '@@1;show'\n"
                   "Can't find the target PID matching the prefix '@@2'\n");
}

TEST_CASE_METHOD(two_way_session, "a worker that takes no channel is told with the reason") {
  type("@@1\n");
  proxy.answer<open_channel>([](const open_channel&) -> caf::result<channel_opened> {
    return caf::make_error(errc::process_busy);
  });
  settle();
  CHECK(shown() == "worker 1 (1271) cannot be reached: it takes no more connections now\n\n");
}

} // namespace mw::session_two_way_test
