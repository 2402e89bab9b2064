// A worker console: orderly and other ends of the channel.
#include "tests/fixtures/console_fixture.hpp"

namespace mw::worker_console_end_test {

using mw::test::console_fixture;

TEST_CASE_METHOD(console_fixture, "an answer that ends with an empty line was complete") {
  open("show info");
  worker_says("Pid: 1271\n");
  worker_says("\n");
  CHECK(closes() == "Pid: 1271\n\n[end]");
  CHECK(has_ended(console));
}

TEST_CASE_METHOD(console_fixture, "the empty answer is complete") {
  open("clear counters");
  worker_says("\n");
  CHECK(closes() == "\n[end]");
}

TEST_CASE_METHOD(console_fixture, "another answer was complete if the worker lives") {
  open("show info;quit");
  worker_says("Pid: 1271\n");
  CHECK(closes(lives) == "Pid: 1271\n[end]");
}

TEST_CASE_METHOD(console_fixture, "another answer was cut off if the worker is dead") {
  open("show info");
  worker_says("Pid: 12");
  CHECK(closes(died) == "Pid: 12[end: worker 1 (1271) killed by signal 9 (Killed)]");
}

TEST_CASE_METHOD(console_fixture, "an interactive session ends as it should after quit") {
  for (auto text : {"quit\n", " quit now\n", "show info;quit\r\n", "quit;show info\n",
                    "show info\nquit\nshow info\n"}) {
    INFO(text);
    auto other = test::stream_end{};
    auto one =
        spawn<worker_console_state>(process_key{1, 1, 1271, 0}, proxy.as<worker_proxy_actor>());
    sink->send(one, run_command{.id = 7, .level = access_level::admin, .two_way = true},
               sink->handle());
    sink->send(one, command_input{7, text, false});
    settle();
    proxy.answer<open_channel>([&](const open_channel&) {
      return channel_opened{descriptor_box{other.take_other().release()}};
    });
    settle();
    other.close();
    settle();
    CHECK(proxy.empty());
    CHECK(sink->got(7) == "[end]");
  }
}

TEST_CASE_METHOD(console_fixture, "quit is known in pieces, and behind other lines") {
  open("");
  type("show info\n");
  type(std::string(100'000, 'x') + "\n");
  type("qu");
  type("it");
  type("\n");
  CHECK(closes() == "[end]");
}

TEST_CASE_METHOD(console_fixture,
                 "an interactive session ends as it should after the input's end") {
  open("");
  type("", true);
  CHECK(closes() == "[end]");
}

TEST_CASE_METHOD(console_fixture, "an interactive session that the worker ends has a reason") {
  open("");
  type("quitter;a\\;quit\nshow quit\nquit");
  CHECK(closes(lives) == "[end: worker 1 (1271) has closed the connection]");
}

} // namespace mw::worker_console_end_test
