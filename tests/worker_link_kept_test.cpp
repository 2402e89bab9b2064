// A worker link to HAProxy: questions one behind the other go over a session that stays open.
#include "actors/worker_link.hpp"
#include "tests/support/answer_sink.hpp"
#include "tests/support/stream_end.hpp"

#include <memory>

using namespace mw;
using namespace std::chrono_literals;

namespace {

constexpr auto admin_greeting = "prompt\nset timeout cli 2s\nshow cli level\n";
constexpr auto admin_mark = "\n> admin\n\n> ";
/// What HAProxy writes for the prompt, the time limit and the level.
constexpr auto greeted = "\n> \n> admin\n\n> ";

struct kept_fixture : test::actor_fixture {
  void ask(command_id id, const std::string& text, access_level level = access_level::admin) {
    sink.send(link, run_command{.id = id, .level = level, .text = text}, sink.handle());
    settle();
  }

  /// The link asks its proxy for its first channel only.
  void proxy_opens() {
    worker = std::make_unique<test::stream_end>();
    proxy.answer<open_channel>([&](const open_channel&) {
      return channel_opened{
          .end = descriptor_box{worker->take_other().release()},
          .framed = false,
          .knows_patterns = false,
          .control = {std::make_shared<const int>(control.first.get())},
      };
    });
    settle();
  }

  /// The channel that the link has passed by itself.
  std::unique_ptr<test::stream_end> passed() {
    auto channel = net::receive_channel(control.second.get());
    REQUIRE(channel);
    return std::make_unique<test::stream_end>(std::move(channel->fd));
  }

  bool nothing_passed() { return !net::receive_channel(control.second.get()); }

  void answers(std::string_view text) {
    worker->send(text);
    worker->close();
    settle();
  }

  void says(std::string_view text) {
    kept->send(text);
    settle();
  }

  /// Two questions one behind the other, each on a channel of its own; then there is a session.
  void ask_twice(access_level level = access_level::admin) {
    pass(2s); // it has run nothing lately
    ask(1, "show info", level);
    proxy_opens();
    answers("i\n\n");
    CHECK(sink.got(1) == "i\n\n[end]");
    ask(2, "show info", level);
    worker = passed();
    answers("i\n\n");
    CHECK(sink.got(2) == "i\n\n[end]");
    kept = passed();
  }

  const process_key process{1, 1, 1271, 0};
  std::pair<net::unique_fd, net::unique_fd> control = net::make_pair().value();
  test::peer proxy{system};
  test::peer pool{system};
  test::answer_sink sink{system};
  std::unique_ptr<test::stream_end> worker;
  std::unique_ptr<test::stream_end> kept;
  command_runner_actor link = spawn<worker_link_state>(process, proxy.as<worker_proxy_actor>(),
                                                       pool.as<runner_pool_actor>());
};

} // namespace

TEST_CASE_METHOD(kept_fixture, "the third question in a row finds a session that stays open") {
  ask_twice();
  CHECK(kept->received() == admin_greeting);
  says(greeted);
  for (auto id : {command_id{3}, command_id{4}}) {
    ask(id, "show stat");
    CHECK(kept->received() == "show stat\nshow cli level\n");
    says(std::string{"a,b\n1,2\n"} + admin_mark);
    CHECK(sink.got(id) == "a,b\n1,2\n\n[end]");
  }
  CHECK(nothing_passed());
}

TEST_CASE_METHOD(kept_fixture, "an answer in pieces is whole when its mark is") {
  ask_twice();
  says(greeted);
  ask(3, "show stat");
  says("a\n> ad");
  CHECK(sink.got(3) == "a");
  says("mit\n\n> ");
  CHECK(sink.got(3) == "\n> admit\n");
  says("\n> admin\n\n>");
  CHECK(sink.got(3) == "\n> ");
  says(" ");
  CHECK(sink.got(3) == "\n[end]");
}

TEST_CASE_METHOD(kept_fixture, "what may change something has a channel of its own") {
  auto command = GENERATE(as<std::string>{}, "set server b/s state ready", "show events buf0 -w",
                          "show map \\#1", "show info;quit", "quit");
  ask_twice();
  says(greeted);
  ask(3, command);
  CHECK(kept->received() == admin_greeting);
  worker = passed();
  CHECK(worker->received() == command + "\n");
}

TEST_CASE_METHOD(kept_fixture, "a session that does not answer yet is not waited for") {
  ask_twice();
  says("\n> ");
  ask(3, "show stat");
  worker = passed();
  CHECK(worker->received() == "show stat\n");
}

TEST_CASE_METHOD(kept_fixture, "a session is for one level") {
  ask_twice(access_level::oper);
  CHECK(kept->received() == "prompt\nset timeout cli 2s\noperator\nshow cli level\n");
  says("\n> \n> \n> operator\n\n> ");
  ask(3, "show stat", access_level::admin);
  worker = passed();
  CHECK(worker->received() == "show stat\n");
  answers("s\n\n");
  CHECK(sink.got(3) == "s\n\n[end]");
  ask(4, "show stat", access_level::oper);
  CHECK(kept->received() == "show stat\nshow cli level\n");
}

TEST_CASE_METHOD(kept_fixture, "a session that has been idle is not used: HAProxy may close it") {
  ask_twice();
  says(greeted);
  pass(1s);
  ask(3, "show stat");
  CHECK(kept->received() == admin_greeting);
  worker = passed();
  CHECK(worker->received() == "show stat\n");
}

TEST_CASE_METHOD(kept_fixture, "a question that went to nobody is asked again, once") {
  ask_twice();
  says(greeted);
  ask(3, "show stat");
  kept->close();
  settle();
  proxy_opens();
  CHECK(worker->received() == "show stat\n");
  answers("s\n\n");
  CHECK(sink.got(3) == "s\n\n[end]");
}

TEST_CASE_METHOD(kept_fixture, "half an answer is told with the reason") {
  ask_twice();
  says(greeted);
  ask(3, "show stat");
  says("a,b\n");
  kept->close();
  settle();
  proxy.answer<ask_fate>([](const ask_fate&) {
    return fate{"worker 1 (1271) was killed by signal 9 (Killed)", true};
  });
  settle();
  CHECK(sink.got(3) == "a,b\n[end: worker 1 (1271) was killed by signal 9 (Killed)]");
}

TEST_CASE_METHOD(kept_fixture, "an answer that nobody waits for any more ends the session") {
  ask_twice();
  says(greeted);
  ask(3, "show stat");
  CHECK(kept->received() == std::string{admin_greeting} + "show stat\nshow cli level\n");
  sink.send(link, cancel_command{3});
  settle();
  CHECK(kept->closed());
}

TEST_CASE_METHOD(kept_fixture, "a session reads no further than its client does") {
  ask_twice();
  says(greeted);
  ask(3, "show stat");
  auto sent = size_t{0};
  auto some = std::string(16384, 'x');
  for (auto step = 0; step < 64; ++step) {
    sent += kept->send(some);
    settle();
  }
  auto given = sink.got(3).size();
  CHECK(given < sent);
  CHECK(given <= reply_window + 65536);
  sink.send(link, reply_credit{3, given});
  settle();
  CHECK(!sink.got(3).empty());
}
