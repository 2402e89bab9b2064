// A worker's CLI session: `set timeout cli`.
#include "actors/worker/cli/cli_session.hpp"

#include <catch2/catch.hpp>

namespace mw::cli_session_timeout_test {

using namespace mw::worker;

namespace {

class chosen_time_fixture {
public:
  std::string say(std::string_view line) {
    std::string out;
    session.take_line(line, out);
    session.run(out);
    return out;
  }

protected:
  worker_context worker;
  cli_session session{worker};
};

} // namespace

TEST_CASE_METHOD(chosen_time_fixture, "a client chooses how long it may be idle") {
  CHECK_FALSE(session.idle_limit());
  CHECK(say("prompt i;set timeout cli 5") == "\n\n");
  CHECK(session.idle_limit() == std::chrono::seconds(5));
  CHECK(say("set timeout cli 90ms") == "\n");
  CHECK(session.idle_limit() == std::chrono::milliseconds(90));
  CHECK(say("set timeout") == "'set timeout' only supports 'cli'.\n\n");
  CHECK(say("set timeout cli") == "Expects an integer value.\n\n");
  for (const auto* wrong :
       {"set timeout cli 0", "set timeout cli 5x", "set timeout cli 99999999999"})
    CHECK(say(wrong) == "Invalid timeout value.\n\n");
  CHECK(session.idle_limit() == std::chrono::milliseconds(90));
}

} // namespace mw::cli_session_timeout_test
