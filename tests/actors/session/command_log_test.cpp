// The command log: its lines, and when they are printed.
#include "actors/log/log.hpp"
#include "actors/session/command_log.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/support/stderr_capture.hpp"

#include <algorithm>
#include <string>

namespace mw::command_log_test {

using namespace std::chrono_literals;

namespace {

command_record record_of(const std::string& text) {
  return {.id = 7,
          .peer = "uid=0 pid=4711",
          .level = "admin",
          .target = "@1",
          .text = text,
          .result = "ok",
          .microseconds = 412};
}

/// The line of a command as it is printed.
std::string line_of(const std::string& text) {
  return log::line(log::severity::info, to_log_line(record_of(text)));
}

struct command_log_fixture : test::actor_fixture {
  ~command_log_fixture() { log::set_threshold(log::severity::info); }

  void record(const std::string& text) {
    caf::anon_send(commands, command_records{{record_of(text)}});
    settle();
  }

  /// Records a command of a session that keeps its next records.
  void record_and_keep(const std::string& text) {
    keeper.send(commands, command_records{{record_of(text)}, keeper.as<record_keeper_actor>()});
    settle();
  }

  void keeper_answers(const std::vector<std::string>& texts) {
    keeper.answer<records_due>([&](const records_due&) {
      auto records = command_records{};
      for (const auto& text : texts)
        records.all.push_back(record_of(text));
      return records;
    });
    settle();
  }

  void record_many(int count) {
    for (auto number = 0; number < count; ++number)
      record("show info");
  }

  auto lines_printed() {
    auto all = out.take();
    return std::count(all.begin(), all.end(), '\n');
  }

  void end() {
    caf::anon_send_exit(commands, caf::exit_reason::user_shutdown);
    settle();
  }

  test::stderr_capture out;
  test::peer keeper{system};
  command_log_actor commands = spawn<command_log_state>();
};

} // namespace

TEST_CASE("a command is one log line with who, where, what, how it went and how long it took") {
  CHECK(
      to_log_line(record_of("show info")) ==
      R"(CLI uid=0 pid=4711 level=admin target=@1 command="show info" result="ok" time=0.412ms id=7)");
  auto other = command_record{.peer = "uid=- pid=-",
                              .level = "user",
                              .target = "master",
                              .text = "",
                              .result = "Permission denied",
                              .microseconds = 1'234'567};
  CHECK(to_log_line(other) == R"(CLI uid=- pid=- level=user target=master command="" )"
                              R"(result="Permission denied" time=1234.567ms id=0)");
}

TEST_CASE("long texts of a command are cut in the log") {
  auto exact = std::string(256, 'x');
  CHECK(to_log_line(record_of(exact)) == R"(CLI uid=0 pid=4711 level=admin target=@1 command=")" +
                                             exact + R"(" result="ok" time=0.412ms id=7)");
  auto longer = record_of(exact + "y");
  longer.target = longer.text;
  longer.result = longer.text;
  CHECK(to_log_line(longer) == "CLI uid=0 pid=4711 level=admin target=" + exact +
                                   R"(... command=")" + exact + R"(..." result=")" + exact +
                                   R"(..." time=0.412ms id=7)");
}

TEST_CASE("a command with quotation marks forges no result") {
  CHECK(
      to_log_line(record_of(R"(x" result="ok\)")) ==
      R"(CLI uid=0 pid=4711 level=admin target=@1 command="x\" result=\"ok\\" result="ok" time=0.412ms id=7)");
}

TEST_CASE("a quotation mark at the end of a cut text is quoted, too") {
  auto last = std::string(255, 'x');
  CHECK_THAT(to_log_line(record_of(last + R"("y)")),
             Catch::Contains("command=\"" + last + R"(\"..." result="ok")"));
  CHECK_THAT(to_log_line(record_of(last + R"(\)")),
             Catch::Contains("command=\"" + last + R"(\\" result="ok")"));
}

TEST_CASE_METHOD(command_log_fixture, "a command with control characters forges no log line") {
  record("a\n[ALERT]    (1) : b\x1b[2J");
  pass(log_delay);
  CHECK(out.take() ==
        log::line(log::severity::info,
                  R"(CLI uid=0 pid=4711 level=admin target=@1 command="a\x0a[ALERT]    (1) : )"
                  R"(b\x1b[2J" result="ok" time=0.412ms id=7)"));
}

TEST_CASE_METHOD(command_log_fixture, "commands are logged together, 50 ms after the first one") {
  CHECK(log_delay == 50ms);
  record("a");
  pass(30ms);
  record("b");
  pass(19ms);
  CHECK(out.take().empty());
  pass(1ms);
  CHECK(out.take() == line_of("a") + line_of("b"));
}

TEST_CASE_METHOD(command_log_fixture, "commands after a print wait for the next one") {
  record("a");
  pass(log_delay);
  CHECK(out.take() == line_of("a"));
  pass(10s);
  record("b");
  CHECK(out.take().empty());
  pass(log_delay);
  CHECK(out.take() == line_of("b"));
}

TEST_CASE_METHOD(command_log_fixture, "at most 256 commands wait to be logged") {
  record_many(255);
  CHECK(lines_printed() == 0);
  record_many(1);
  CHECK(lines_printed() == 256);
  record_many(1);
  CHECK(lines_printed() == 0);
  pass(log_delay);
  CHECK(lines_printed() == 1);
}

TEST_CASE_METHOD(command_log_fixture, "the end of the command log prints what has waited") {
  record("a");
  record("b");
  end();
  CHECK(out.take() == line_of("a") + line_of("b"));
}

TEST_CASE_METHOD(command_log_fixture, "commands are not logged when only more severe lines are") {
  log::set_threshold(log::severity::alert);
  record_many(256);
  record("a");
  pass(log_delay);
  log::set_threshold(log::severity::notice);
  record("b");
  end();
  CHECK(out.take().empty());
}

TEST_CASE_METHOD(command_log_fixture, "what sessions keep is printed with what they have told") {
  record_and_keep("a");
  pass(log_delay - 1ms);
  CHECK(keeper.empty());
  pass(1ms);
  CHECK(out.take().empty());
  keeper_answers({"b", "c"});
  CHECK(out.take() == line_of("a") + line_of("b") + line_of("c"));
  pass(10s);
  CHECK(keeper.empty());
}

TEST_CASE_METHOD(command_log_fixture, "what is told while a session is asked is printed, too") {
  record_and_keep("a");
  pass(log_delay);
  record("b");
  keeper_answers({});
  CHECK(out.take() == line_of("a") + line_of("b"));
}

TEST_CASE_METHOD(command_log_fixture, "a session that does not answer holds up nothing for long") {
  record_and_keep("a");
  pass(log_delay);
  pass(log_delay - 1ms);
  CHECK(out.take().empty());
  pass(1ms);
  CHECK(out.take() == line_of("a"));
}

TEST_CASE_METHOD(command_log_fixture,
                 "sessions are asked for what they keep, too, when none is printed") {
  log::set_threshold(log::severity::alert);
  record_and_keep("a");
  pass(log_delay);
  keeper_answers({"b"});
  CHECK(out.take().empty());
}

TEST_CASE_METHOD(command_log_fixture,
                 "what is printed together stands in the order of the commands' begins") {
  auto [later, earlier] = std::pair{record_of("later"), record_of("earlier")};
  later.id = 8;
  caf::anon_send(commands, command_records{{later}});
  caf::anon_send(commands, command_records{{earlier}});
  settle();
  pass(log_delay);
  CHECK(out.take() == line_of("earlier") + log::line(log::severity::info, to_log_line(later)));
}

} // namespace mw::command_log_test
