// A connection to HAProxy as the only way to a process that is leaving: it runs any command.
#include "actors/runners/haproxy_cli.hpp"
#include "tests/fixtures/answer_sink.hpp"
#include "tests/support/stream_end.hpp"

namespace mw::haproxy_cli_only_way_test {

using namespace std::chrono_literals;

namespace {

struct only_way_fixture : test::actor_fixture {
  static constexpr auto greeting = "prompt\nset timeout cli 24d\nshow cli level\n";
  static constexpr auto greeted = "\n> \n> admin\n\n> ";
  static constexpr auto mark = "\n> admin\n\n> ";

  void run(test::answer_sink& by, run_command command) {
    by.send(cli, std::move(command), by.handle());
    settle();
  }

  void run(test::answer_sink& by, command_id id, const std::string& text) {
    run(by, {.id = id, .level = access_level::admin, .text = text});
  }

  void says(const std::string& text) {
    worker.send(text);
    settle();
  }

  void answers(const std::string& text) { says(text + mark); }

  /// A first command has been answered.
  void warm_up() {
    run(one, 1, "show version");
    says(greeted);
    answers("2.6\n");
    CHECK(one.got(1) == "2.6\n\n[end]");
    CHECK(worker.received() == std::string{greeting} + "show version\nshow cli level\n");
  }

  test::answer_sink one{system};
  test::answer_sink other{system};
  test::stream_end worker;
  haproxy_cli_actor cli = spawn<haproxy_cli_state>(access_level::admin, worker.take_other());
};

} // namespace

TEST_CASE_METHOD(only_way_fixture, "only way: questions do not wait for each other") {
  warm_up();
  run(one, 2, "show stat");
  run(other, 3, "show info");
  CHECK(worker.received() == "show stat\nshow cli level\nshow info\nshow cli level\n");
  answers("s\n");
  answers("i\n");
  CHECK(one.got(2) == "s\n\n[end]");
  CHECK(other.got(3) == "i\n\n[end]");
}

TEST_CASE_METHOD(only_way_fixture, "only way: what changes something goes alone") {
  warm_up();
  run(one, 2, "show stat");
  run(other, 3, "set server b/s state maint");
  run(one, 4, "show info");
  CHECK(worker.received() == "show stat\nshow cli level\n");
  answers("s\n");
  CHECK(worker.received() == "set server b/s state maint\nshow cli level\n");
  answers("\n");
  CHECK(other.got(3) == "\n\n[end]");
  CHECK(worker.received() == "show info\nshow cli level\n");
}

TEST_CASE_METHOD(only_way_fixture, "only way: a mode is set for one command") {
  warm_up();
  auto command = run_command{.id = 2, .level = access_level::admin, .text = "debug dev check"};
  command.modes.expert = true;
  run(one, command);
  CHECK(worker.received() == "expert-mode on\ndebug dev check\nexpert-mode off\nshow cli level\n");
  says(std::string{"\n> checked\n\n> "} + mark);
  CHECK(one.got(2) == "checked\n\n[end]");
}

TEST_CASE_METHOD(only_way_fixture, "only way: what concerns a session alone is answered here") {
  warm_up();
  run(one, 2, "quit");
  CHECK(one.got(2) == "\n[end]");
  auto payload = run_command{.id = 3, .level = access_level::admin, .text = "add map m <<E"};
  payload.payload = {"a 1\n\nb 2\nE\n"};
  run(one, payload);
  CHECK(one.got(3) == "A worker that is leaving takes no payloads with empty lines\n\n[end]");
  CHECK(worker.received().empty());
}

TEST_CASE_METHOD(only_way_fixture, "only way: nobody's command runs at another level than his") {
  warm_up();
  run(one, {.id = 2, .level = access_level::user, .text = "show info"});
  CHECK(one.got(2) == "[end: this connection is of another level]");
  CHECK(worker.received().empty());
}

TEST_CASE_METHOD(only_way_fixture, "only way: a slow or long answer is waited for") {
  warm_up();
  run(one, 2, "show sess");
  run(other, 3, "show info");
  pass(short_wait * 2);
  for (auto left = short_answer * 2; left > 0; left -= 16384)
    says(std::string(16384, 'x'));
  answers("\n");
  CHECK(one.got(2).ends_with("\n\n[end]"));
  answers("i\n");
  CHECK(other.got(3) == "i\n\n[end]");
}

TEST_CASE_METHOD(only_way_fixture, "only way: an answer is read no further than it is taken") {
  warm_up();
  run(one, 2, "show sess");
  auto sent = size_t{0};
  auto some = std::string(16384, 'x');
  for (auto step = 0; step < 64; ++step) {
    sent += worker.send(some);
    settle();
  }
  auto given = one.got(2).size();
  CHECK(given < sent);
  one.send(cli, reply_credit{2, given});
  settle();
  CHECK(!one.got(2).empty());
}

TEST_CASE_METHOD(only_way_fixture, "only way: what nobody wants any more is read to its end") {
  warm_up();
  auto by_leaving = GENERATE(true, false);
  auto leaving = std::make_unique<test::answer_sink>(system);
  run(*leaving, 2, "show sess");
  run(other, 3, "show info");
  auto some = std::string(16384, 'x');
  for (auto left = reply_window; left > 0; left -= 16384)
    says(some); // as much as nobody has read
  if (by_leaving)
    leaving.reset();
  else
    leaving->send(cli, cancel_command{2});
  settle();
  answers("\n");
  answers("i\n");
  CHECK(other.got(3) == "i\n\n[end]");
}

TEST_CASE_METHOD(only_way_fixture, "only way: it ends with its connection") {
  warm_up();
  run(one, 2, "show sess");
  says("half\n");
  worker.close();
  settle();
  CHECK(one.got(2) == "half\n");
  CHECK(has_ended(cli));
}

TEST_CASE_METHOD(only_way_fixture, "only way: recalled, it answers what it has and ends") {
  warm_up();
  run(one, 2, "show stat");
  one.send(cli, lease_recalled{});
  settle();
  CHECK_FALSE(worker.closed());
  answers("s\n");
  CHECK(one.got(2) == "s\n\n[end]");
  CHECK(worker.closed());
  CHECK(has_ended(cli));
}

} // namespace mw::haproxy_cli_only_way_test
