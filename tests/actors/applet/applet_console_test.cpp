// A two-way session with the master's applet (`@@`).
#include "actors/applet/applet.hpp"
#include "actors/applet/applet_console.hpp"
#include "actors/session/cli_input.hpp"
#include "tests/fixtures/answer_sink.hpp"

namespace mw::applet_console_test {

namespace {

using kind = prompt_mode::kind;

struct console_fixture : test::actor_fixture {
  /// Begins the session; an empty text makes an interactive one.
  std::string open(const std::string& text, kind mode = kind::interactive,
                   access_level level = access_level::admin) {
    sink.send(
        console,
        run_command{.id = 7, .level = level, .text = text, .two_way = true, .mode = {mode, false}},
        sink.handle());
    settle();
    return sink.got(7);
  }

  std::string type(const std::string& bytes, bool last = false) {
    sink.send(console, command_input{7, bytes, last});
    settle();
    return sink.got(7);
  }

  test::peer master{system};
  test::answer_sink sink{system};
  listening_runner_actor applet = spawn<applet_state>(
      master.as<master_actor>(), applet_facts{.version = "0.1.0", .sockets = {}});
  applet_console_actor console = spawn<applet_console_state>(applet);
};

} // namespace

TEST_CASE_METHOD(console_fixture, "the commands of the line run in order, then it is over") {
  CHECK(open("show cli level;show version") == "admin\n\n0.1.0\n\n[end]");
  CHECK(has_ended(console));
}

TEST_CASE_METHOD(console_fixture, "a level lasts until the end of the line") {
  CHECK(open("operator;show cli level;user;show cli level;operator") ==
        "\noperator\n\n\nuser\n\nPermission denied\n\n[end]");
}

TEST_CASE_METHOD(console_fixture, "the session's level is the highest one") {
  CHECK(open("show cli level;operator", kind::interactive, access_level::user) ==
        "user\n\nPermission denied\n\n[end]");
}

TEST_CASE_METHOD(console_fixture, "modes last until the end of the line too") {
  CHECK(open("expert-mode on;experimental-mode on;expert-mode;experimental-mode;operator;user") ==
        "\n\nexpert-mode is ON\n\nexperimental-mode is ON\n\n\n\n[end]");
}

TEST_CASE_METHOD(console_fixture, "modes are for admins, and go with the level") {
  CHECK(open("mcli-debug-mode on;operator;show fd 0;mcli-debug-mode on;expert-mode")
            .starts_with("\n\nUnknown command: 'show'"));
}

TEST_CASE_METHOD(console_fixture,
                 "a mode that is not allowed is refused, with and without argument") {
  CHECK(open("expert-mode on;expert-mode", kind::interactive, access_level::oper) ==
        "Permission denied\n\nPermission denied\n\n[end]");
}

TEST_CASE_METHOD(console_fixture, "a severity lasts until the end of the line, level or not") {
  CHECK(open("set severity-output number;show cli level;user;show cli level;operator;"
             "set severity-output string;show proc;set severity-output none;show version") ==
        "\n[6]: admin\n\n\n[6]: user\n\n[3]: Permission denied\n\n"
        "\n[err]: Permission denied\n\n\n0.1.0\n\n[end]");
}

TEST_CASE_METHOD(console_fixture, "a wrong severity leaves the one before") {
  CHECK(open("set severity-output number;set severity-output foo;set severity-output;prompt x;"
             "show version")
            .starts_with("\n[3]: one of 'none', 'number', 'string' is a required argument\n\n"
                         "[3]: one of 'none', 'number', 'string' is a required argument\n\n"
                         "[3]: Usage: prompt [help | i | p | timed]*\n"));
}

TEST_CASE_METHOD(console_fixture, "quit ends the line") {
  CHECK(open("show cli level;quit;show version") == "admin\n\n[end]");
}

TEST_CASE_METHOD(console_fixture, "without a command it is interactive until quit") {
  CHECK(open("") == "\n");
  CHECK(type("show cli level\n") == "admin\n\n");
  CHECK(type("quit\n") == "[end]");
  CHECK(has_ended(console));
}

TEST_CASE_METHOD(console_fixture,
                 "in prompt mode each line is followed by a prompt without a name") {
  CHECK(open("", kind::prompt) == "\n> ");
  CHECK(type("show cli level\n") == "admin\n\n> ");
  CHECK(type("show cli level;show version\n") == "admin\n\n0.1.0\n\n> ");
  CHECK(type("\n") == "\n> ");
  CHECK(type("quit\n") == "[end]");
}

TEST_CASE_METHOD(console_fixture, "`prompt` changes the mode of this session") {
  CHECK(open("") == "\n");
  CHECK(type("prompt\n") == "\n> ");
  CHECK(type("prompt i\n") == "\n");
  CHECK(type("prompt foo\n").starts_with("Usage: prompt [help | i | p | timed]*\n"));
}

TEST_CASE_METHOD(console_fixture, "lines may come in pieces, several at once, and with CRLF") {
  open("");
  CHECK(type("show cl").empty());
  CHECK(type("i level\r\nshow version\nec") == "admin\n\n0.1.0\n\n");
  CHECK(type("ho x\n") == "x\n\n");
}

TEST_CASE_METHOD(console_fixture, "what was typed ahead runs up to the end of the input") {
  open("");
  CHECK(type("show cli level\nshow version\nnot complete", true) == "admin\n\n0.1.0\n\n[end]");
  CHECK(has_ended(console));
}

TEST_CASE_METHOD(console_fixture, "a command waits for the one before it") {
  open("");
  CHECK(type("show proc\nshow version\n").empty());
  master.answer<list_processes>([](const list_processes&) { return process_table{}; });
  settle();
  CHECK(sink.got(7) == show_proc({}, false) + "\n0.1.0\n\n");
}

TEST_CASE_METHOD(console_fixture,
                 "in a console too a line over the limit is refused, and the next one runs") {
  open("", kind::prompt);
  CHECK(type(std::string(cli_input::default_limit + 1, 'x') + "\nshow version\n") ==
        "The line is longer than 1048576 bytes and was dropped\n\n> 0.1.0\n\n> ");
}

TEST_CASE_METHOD(console_fixture, "cancelling ends it without a word") {
  open("");
  sink.send(console, cancel_command{7});
  settle();
  CHECK(has_ended(console));
  CHECK(sink.empty());
}

} // namespace mw::applet_console_test
