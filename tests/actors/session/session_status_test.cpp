// A session: how its commands have ended, in the words that its records carry.
#include "actors/session/command_log.hpp"
#include "tests/fixtures/session_fixture.hpp"

namespace mw::session_status_test {

namespace {

struct status_fixture : test::session_fixture {
  using session_fixture::session_fixture;

  /// Answers the status of the command that has just ended; it comes alone.
  end_status status() {
    auto records = log.take<command_records>();
    CHECK(records.all.size() == 1);
    pass(log_delay);
    return records.all.front().status;
  }

  end_status status_of(const std::string& line) {
    type(line + "\n");
    return status();
  }

  end_status status_behind(const reply_end& end) {
    type("a\n");
    auto told = end;
    ran();
    told.id = last_id();
    applet.send(session, told);
    settle();
    return status();
  }
};

struct operators_session : status_fixture {
  operators_session() : status_fixture(access_level::oper) {}
};

} // namespace

TEST_CASE_METHOD(status_fixture, "a command ends as its runner says") {
  CHECK(status_behind({.last = "1\n\n"}) == end_status::ok);
  CHECK(status_behind({.last = "no\n\n", .status = end_status::unknown}) == end_status::unknown);
  CHECK(status_behind({.error = "it broke", .status = end_status::lost}) == end_status::lost);
}

TEST_CASE_METHOD(operators_session, "what the session does itself ends in its own words") {
  CHECK(status_of("prompt i") == end_status::ok);
  CHECK(status_of("expert-mode on") == end_status::denied);
  CHECK(status_of("set severity-output loud") == end_status::failed);
}

TEST_CASE_METHOD(status_fixture, "a target that is not there is told as such") {
  CHECK(status_of("@1") == end_status::ok);
  for (const auto* prefix : {"@9", "@9 show info", "@nobody show info"})
    CHECK(status_of(prefix) == end_status::no_target);
}

TEST_CASE_METHOD(status_fixture, "a worker that does not answer in time is told as such") {
  auto worker = test::framed_worker{};
  type("@1 a\n");
  proxy_opens(worker);
  pass(command_time_limit);
  CHECK(status() == end_status::timeout);
}

} // namespace mw::session_status_test
