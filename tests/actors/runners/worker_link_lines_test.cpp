// A worker link to HAProxy: one channel for each command, and its end is the answer's end.
#include "actors/runners/worker_link.hpp"
#include "tests/fixtures/answer_sink.hpp"
#include "tests/support/stream_end.hpp"

#include <memory>

namespace mw::worker_link_lines_test {

using namespace std::chrono_literals;

namespace {

struct lines_fixture : test::actor_fixture {
  void run(command_id id, const std::string& text, cli_modes modes = {}) {
    auto command = run_command{.id = id, .level = access_level::admin, .text = text};
    command.modes = modes;
    run(std::move(command));
  }

  void run(run_command command) {
    sink.send(link, std::move(command), sink.handle());
    settle();
  }

  /// Lets the proxy open a channel; `worker` is its other end from now on.
  void proxy_opens(bool knows_patterns = false) {
    worker = std::make_unique<test::stream_end>();
    proxy.answer<open_channel>([&](const open_channel&) {
      return channel_opened{.end = descriptor_box{worker->take_other().release()},
                            .framed = false,
                            .knows_patterns = knows_patterns};
    });
    settle();
  }

  void run_two_in_a_row() {
    for (auto id : {command_id{1}, command_id{2}}) {
      run(id, "a");
      proxy_opens();
      answers("b\n\n");
    }
  }

  void answers(std::string_view text) {
    worker->send(text);
    worker->close();
    settle();
  }

  void has_end(const std::string& text, bool ended) {
    proxy.answer<ask_end>([&](const ask_end&) { return end_of_process{text, ended}; });
    settle();
  }

  const process_key process{1, 1, 1271, 0};
  test::peer proxy{system};
  test::peer router{system};
  test::answer_sink sink{system};
  std::unique_ptr<test::stream_end> worker;
  command_runner_actor link =
      spawn<worker_link_state>(process, proxy.as<worker_proxy_actor>(), router.as<router_actor>());
};

} // namespace

TEST_CASE_METHOD(lines_fixture, "HAProxy gets a command as a line, and its answer ends with the "
                                "connection") {
  run(1, "show info");
  proxy_opens();
  CHECK(worker->received() == "show info\n");
  answers("Name: HAProxy\n\n");
  CHECK(sink.got(1) == "Name: HAProxy\n\n[end]");
  CHECK(router.take<runner_idle, worker_link_actor>().process == process);
}

TEST_CASE_METHOD(lines_fixture, "the next command has a channel of its own") {
  run(1, "a");
  proxy_opens();
  answers("1\n\n");
  CHECK(sink.got(1) == "1\n\n[end]");
  pass(2s); // none was opened ahead
  run(2, "b");
  proxy_opens();
  CHECK(worker->received() == "b\n");
  answers("2\n\n");
  CHECK(sink.got(2) == "2\n\n[end]");
}

TEST_CASE_METHOD(lines_fixture,
                 "while commands come one behind the other, the channel is there before "
                 "the command") {
  run_two_in_a_row();
  proxy_opens(); // without a command
  CHECK(worker->received().empty());
  run(3, "c");
  CHECK(worker->received() == "c\n");
}

TEST_CASE_METHOD(lines_fixture, "a channel that has waited for too long is not used") {
  run_two_in_a_row();
  proxy_opens();
  pass(2s);
  run(3, "c");
  CHECK(worker->received().empty());
  proxy_opens();
  CHECK(worker->received() == "c\n");
}

TEST_CASE_METHOD(lines_fixture, "a command that went to nobody is given again, once") {
  run(1, "show info");
  proxy_opens();
  answers("");
  proxy_opens();
  CHECK(worker->received() == "show info\n");
  answers("");
  has_end("worker 1 (1271) has closed the connection", false);
  CHECK(sink.got(1) == "[end]");
}

TEST_CASE_METHOD(lines_fixture, "a command that was read is not given again") {
  run(1, "shutdown sessions server b/s");
  proxy_opens();
  CHECK(worker->received() == "shutdown sessions server b/s\n");
  answers("");
  has_end("worker 1 (1271) was killed by signal 9 (Killed)", true);
  CHECK(sink.got(1) == "[end: worker 1 (1271) was killed by signal 9 (Killed)]");
}

TEST_CASE_METHOD(lines_fixture, "an answer that breaks off is told with the reason") {
  run(1, "show info");
  proxy_opens();
  answers("Name: HAP");
  has_end("worker 1 (1271) was killed by signal 9 (Killed)", true);
  CHECK(sink.got(1) == "Name: HAP[end: worker 1 (1271) was killed by signal 9 (Killed)]");
}

TEST_CASE_METHOD(lines_fixture,
                 "the empty line that old HAProxy sends for the severity is left out") {
  run(1, "show cli level", {.severity = severity_output::number});
  proxy_opens();
  CHECK(worker->received() == "set severity-output number -;show cli level\n");
  answers("\n[6]: admin\n\n");
  CHECK(sink.got(1) == "[6]: admin\n\n[end]");
}

TEST_CASE_METHOD(lines_fixture, "an empty line that is the whole answer stays") {
  run(1, "clear counters", {.severity = severity_output::number});
  proxy_opens();
  answers("\n");
  CHECK(sink.got(1) == "\n[end]");
}

TEST_CASE_METHOD(lines_fixture, "a payload goes in the form that every HAProxy knows") {
  run({.id = 1, .level = access_level::oper, .text = "add map m <<E", .payload = {"a 1\nE\n"}});
  proxy_opens();
  CHECK(worker->received() == "operator -;add map m <<\na 1\n\n");
}

TEST_CASE_METHOD(lines_fixture, "a payload that the worker would take for commands is not sent") {
  run({.id = 1,
       .level = access_level::admin,
       .text = "add map m <<E",
       .payload = {"a 1\n\nb 2\nE\n"}});
  proxy_opens();
  CHECK(worker->received().empty());
  CHECK(sink.got(1) == "[end: worker 1 (1271) knows no payloads with empty lines]");
}

TEST_CASE_METHOD(lines_fixture, "a newer HAProxy gets it as it was typed") {
  run({.id = 1,
       .level = access_level::admin,
       .text = "add map m <<E",
       .payload = {"a 1\n\nb 2\nE\n"}});
  proxy_opens(true);
  CHECK(worker->received() == "add map m <<E\na 1\n\nb 2\nE\n");
}

} // namespace mw::worker_link_lines_test
