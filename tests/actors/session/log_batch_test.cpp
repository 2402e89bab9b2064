// A session's records for the command log: a command at once, those that follow closely together.
#include "actors/session/command_log.hpp"
#include "tests/fixtures/session_fixture.hpp"

namespace mw::log_batch_test {

using namespace std::chrono_literals;

namespace {

/// A session whose command log the test plays.
struct log_batch_fixture : test::session_fixture {
  /// Runs these commands, one after the other.
  void run_each(const std::vector<std::string>& texts) {
    for (const auto& text : texts) {
      type(text + "\n");
      runs(text, "done\n");
    }
  }

  void run_many(size_t count) { run_each(std::vector<std::string>(count, "show version")); }

  bool told_nothing() { return log.empty(); }

  /// The commands of the next message to the log.
  std::vector<std::string> told(bool keeps_the_next) {
    auto records = log.take<command_records>();
    CHECK(static_cast<bool>(records.keeper) == keeps_the_next);
    auto texts = std::vector<std::string>{};
    for (const auto& record : records.all)
      texts.push_back(record.text);
    return texts;
  }

  /// Asks for the kept records as the log does.
  std::vector<std::string> due() {
    auto texts = std::vector<std::string>{};
    for (const auto& record : records_kept())
      texts.push_back(record.text);
    return texts;
  }

  std::vector<command_record> records_kept() {
    auto all = std::vector<command_record>{};
    auto answer = log.self()->request(session, caf::infinite, records_due{});
    settle();
    answer.receive([&](command_records& records) { all = std::move(records.all); },
                   [](const caf::error& error) { FAIL(caf::deep_to_string(error)); });
    return all;
  }
};

using texts = std::vector<std::string>;

} // namespace

TEST_CASE_METHOD(log_batch_fixture, "a command that comes alone is told at once") {
  run_each({"a"});
  CHECK(told(false) == texts{"a"});
  pass(log_delay);
  run_each({"b"});
  CHECK(told(false) == texts{"b"});
}

TEST_CASE_METHOD(log_batch_fixture,
                 "commands that follow closely are told when they are due, all in one") {
  run_each({"a", "b", "c", "d"});
  CHECK(told(false) == texts{"a"});
  CHECK(told(true) == texts{"b"});
  CHECK(told_nothing());
  CHECK(due() == texts{"c", "d"});
  run_each({"e", "f"});
  CHECK(told(true) == texts{"e"});
  CHECK(told_nothing());
}

TEST_CASE_METHOD(log_batch_fixture, "a session that keeps nothing answers with nothing") {
  run_each({"a", "b"});
  told(false);
  told(true);
  CHECK(due().empty());
  CHECK(due().empty());
  CHECK(told_nothing());
}

TEST_CASE_METHOD(log_batch_fixture, "a burst is told by 64 commands, which are not due any more") {
  run_each({"a", "b"});
  told(false);
  told(true);
  run_many(63);
  CHECK(told_nothing());
  run_many(1);
  CHECK(told(false).size() == 64);
  run_many(1);
  CHECK(told_nothing());
  CHECK(due().size() == 1);
}

TEST_CASE_METHOD(log_batch_fixture, "a command longer than any line of the log is not kept") {
  auto longest = std::string(1024, 'x');
  run_each({"a", "b", longest});
  told(false);
  told(true);
  CHECK(told_nothing());
  run_each({longest + "x"});
  CHECK(told(false) == texts{longest, longest + "x"});
}

TEST_CASE_METHOD(log_batch_fixture,
                 "a session that ends tells what it keeps, and what was under way") {
  run_each({"a", "b", "c"});
  told(false);
  told(true);
  type("d\n");
  caf::anon_send_exit(session, caf::exit_reason::user_shutdown);
  settle();
  CHECK(told(false) == texts{"c", "d"});
}

TEST_CASE_METHOD(log_batch_fixture, "each record has its own command's facts") {
  run_each({"a", "b", "c"});
  told(false);
  told(true);
  type("d\n");
  ran();
  answer("", "no such thing");
  auto all = records_kept();
  REQUIRE(all.size() == 2);
  CHECK(all[0].result == "ok");
  CHECK(all[1].result == "no such thing");
  CHECK(all[0].id < all[1].id);
  CHECK(all[1].target == "@master");
  CHECK(all[1].level == "admin");
}

} // namespace mw::log_batch_test
