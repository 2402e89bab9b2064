// A worker's CLI session: its modes and the severity of its messages.
#include "actors/worker/cli/cli_session.hpp"
#include "tests/support/stderr_capture.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace mw::cli_session_modes_test {

using namespace mw::worker;

namespace {

class modes_fixture {
public:
  std::string say(std::string_view line) {
    std::string out;
    session.restart();
    session.take_line(line, out);
    session.run(out);
    return out;
  }

protected:
  worker_context worker;
  cli_session session{worker};
};

constexpr auto wrong_severity = "one of 'none', 'number', 'string' is a required argument\n\n";

} // namespace

TEST_CASE_METHOD(modes_fixture, "a worker's modes are off at first, on after `on` only, and told") {
  for (const std::string name : {"expert-mode", "experimental-mode"}) {
    CHECK(say(name) == name + " is OFF\n\n");
    CHECK(say(name + " on;" + name) == "\n" + name + " is ON\n\n");
    CHECK(say(name + " on -;" + name) == name + " is ON\n\n");
    CHECK(say(name + " on;" + name + " foo;" + name) == "\n\n" + name + " is OFF\n\n");
    CHECK(say(name + " on -;" + name + " off -;" + name) == name + " is OFF\n\n");
  }
}

TEST_CASE_METHOD(modes_fixture, "the master's debug mode is unknown to a worker") {
  CHECK(say("mcli-debug-mode on").starts_with("Unknown command: 'mcli-debug-mode'"));
}

TEST_CASE_METHOD(modes_fixture, "a worker's modes are for admins, and go with a lower level") {
  CHECK(say("operator -;expert-mode on -;experimental-mode") ==
        "Permission denied\nPermission denied\n\n");
  CHECK(say("expert-mode on -;operator -;debug dev log x") ==
        "This command is restricted to expert mode only.\n\n");
}

TEST_CASE_METHOD(modes_fixture, "debug dev log writes to the log, for experts") {
  auto log = test::stderr_capture{};
  CHECK(say("debug dev log hi") == "This command is restricted to expert mode only.\n\n");
  CHECK(log.take().empty());
  CHECK(say("expert-mode on -;debug dev log hi  you\x01") == "\n");
  CHECK(log.take() == fmt::format("[INFO]     ({}) : hi you?\n", ::getpid()));
}

TEST_CASE_METHOD(modes_fixture,
                 "messages of a worker have their severity in front, data has none") {
  CHECK(say("set severity-output number;show cli level;echo a;user;operator") ==
        "\n[6]: admin\n\n[6]: a\n\n\n[3]: Permission denied\n\n");
  CHECK(say("set severity-output string -;show env MW_NO_SUCH;show fd x") ==
        "[err]: Variable not found\n\n"
        "[err]: 'show fd' only supports a file descriptor's number as argument\n\n");
  CHECK(say("set severity-output string -;help").starts_with("[info]: The following commands"));
  CHECK(say("set severity-output string -;foo").starts_with("[info]: Unknown command: 'foo'"));
  CHECK(say("set severity-output number -;show cli sockets").starts_with("# socket lvl"));
  CHECK(say("set severity-output number -;") == "\n");
}

TEST_CASE_METHOD(modes_fixture, "of several severities the last holds, and none is none") {
  CHECK(say("set severity-output string -;set severity-output number -;echo a") == "[6]: a\n\n");
  CHECK(say("set severity-output string -;set severity-output none -;echo a") == "a\n\n");
}

TEST_CASE_METHOD(modes_fixture, "a wrong severity is told to any level and changes nothing") {
  CHECK(say("user -;set severity-output") == wrong_severity);
  CHECK(say("set severity-output number -;set severity-output foo;echo a") ==
        std::string("[3]: ") + wrong_severity + "[6]: a\n\n");
}

TEST_CASE_METHOD(modes_fixture, "the end of a wait and a refused line have a severity, too") {
  CHECK(say("set severity-output number -;wait 5").empty());
  std::string out;
  session.time_is_up(out);
  CHECK(out == "[6]: Done.\n\n");
  CHECK(say("prompt i;set severity-output number;wait x") == "\n\n[3]: Invalid duration.\n\n");
  CHECK(say("set severity-output number -;wait -h").starts_with("[6]: Usage: wait"));
  out.clear();
  session.restart();
  session.take_line("prompt i;set severity-output number", out);
  session.run(out);
  out.clear();
  session.refuse_line(out);
  CHECK(out.starts_with("[3]: The command line is too big"));
}

} // namespace mw::cli_session_modes_test
