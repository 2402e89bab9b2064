// A worker's CLI session while a command takes time.
#include "actors/worker/cli/cli_session.hpp"

#include <catch2/catch.hpp>

namespace mw::cli_session_wait_test {

using namespace mw::worker;

namespace {

class waiting_fixture {
public:
  std::string say(std::initializer_list<std::string_view> lines) {
    std::string out;
    for (auto line : lines) {
      session.take_line(line, out);
      session.run(out);
    }
    return out;
  }

  bool over() const { return session.over(); }

protected:
  worker_context worker;
  cli_session session{worker};
};

} // namespace

TEST_CASE_METHOD(waiting_fixture, "wait holds up what follows until its time is up") {
  CHECK(say({"echo a;wait 300;echo b"}) == "a\n\n");
  CHECK(session.takes_time());
  CHECK(session.delay() == std::chrono::milliseconds(300));
  CHECK_FALSE(over());
  std::string out;
  session.run(out);
  CHECK(out.empty());
  session.time_is_up(out);
  CHECK_FALSE(session.takes_time());
  session.run(out);
  CHECK(out == "Done.\n\nb\n\n");
  CHECK(over());
}

TEST_CASE_METHOD(waiting_fixture, "a wait at the end of the line ends the line") {
  CHECK(say({"prompt", "user -;wait 2s"}) == "\n> \n> ");
  CHECK(session.delay() == std::chrono::seconds(2));
  CHECK_FALSE(session.has_work());
  std::string out;
  session.time_is_up(out);
  CHECK(out == "Done.\n\n> ");
  CHECK_FALSE(over());
}

TEST_CASE_METHOD(waiting_fixture, "a wrong wait is answered at once") {
  CHECK(say({"wait;wait soon;wait 5 srv-removable b/s"}) ==
        "Expects a duration in milliseconds.\n\nInvalid duration.\n\n"
        "Condition 'srv-removable' is not supported: 'wait' takes a delay only.\n\n");
  CHECK(over());
}

TEST_CASE_METHOD(waiting_fixture, "a session that is restarted forgets a wait") {
  say({"wait 300"});
  session.restart();
  CHECK_FALSE(session.takes_time());
  CHECK(say({"echo a"}) == "a\n\n");
}

} // namespace mw::cli_session_wait_test
