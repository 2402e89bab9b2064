// A worker's CLI session: the modes of the prompt.
#include "tests/fixtures/cli_session_fixture.hpp"

#include <catch2/catch.hpp>

namespace mw::cli_session_prompt_test {

using namespace mw::test;
using namespace mw::worker;

TEST_CASE_METHOD(cli_session_fixture, "prompt i takes any number of lines, without a prompt") {
  CHECK(say({"prompt i"}) == "\n");
  CHECK(say({"show cli level", "show version"}) == "admin\n\n" MW_VERSION "\n\n");
  CHECK_FALSE(over());
}

TEST_CASE_METHOD(cli_session_fixture, "prompt p prompts behind each line") {
  CHECK(say({"prompt p"}) == "\n> ");
  CHECK(say({"show cli level"}) == "admin\n\n> ");
  CHECK(say({""}) == "\n> ");
  CHECK(say({"quit"}).empty());
  CHECK(over());
}

TEST_CASE_METHOD(cli_session_fixture, "each command of a line is followed by a prompt") {
  CHECK(say({"prompt;echo a;operator -;echo b"}) == "\n> a\n\n> \n> b\n\n> ");
  CHECK(say({"echo a;quit"}) == "a\n\n> ");
  CHECK(over());
}

TEST_CASE_METHOD(cli_session_fixture,
                 "a session that leaves the prompt within a line ends with the line") {
  CHECK(say({"prompt;prompt;echo a"}) == "\n> \na\n\n");
  CHECK(over());
}

TEST_CASE_METHOD(cli_session_fixture, "prompt again ends the session, for workers begin without") {
  CHECK(say({"prompt", "prompt"}) == "\n> \n");
  CHECK(over());
}

TEST_CASE_METHOD(cli_session_fixture, "a timed prompt shows the uptime") {
  worker.counters.started = process_stats::clock::now() - std::chrono::milliseconds(66'500);
  CHECK(say({"prompt timed"}) == "\n[0:00:01:06]> ");
}

TEST_CASE_METHOD(cli_session_fixture, "a wrong prompt mode is answered with the usage") {
  CHECK_THAT(say({"prompt x"}), Catch::StartsWith("Usage: prompt [help | n | i | p | timed]*\n") &&
                                    Catch::EndsWith("toggles between n/i->p, p->n.\n\n"));
  CHECK(over());
}

TEST_CASE("where the prompt is fixed, prompt changes nothing") {
  worker_context worker;
  cli_session session(worker, default_settings, true);
  std::string out;
  session.take_line("prompt p;echo a", out);
  session.run(out);
  CHECK(out == "\na\n\n");
  CHECK(session.over());
}

} // namespace mw::cli_session_prompt_test
