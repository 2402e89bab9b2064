// The applet: the master's own commands, their whole answers.
#include "actors/applet/applet.hpp"
#include "tests/fixtures/answer_sink.hpp"
#include "tests/programs/master_help.hpp"

#include <unistd.h>

namespace mw::applet_test {

using namespace std::chrono_literals;

namespace {

struct applet_fixture : test::actor_fixture {
  /// Asks. Returns the answer so far, with `[end]` when it is complete.
  std::string ask(const std::string& text, access_level level = access_level::admin,
                  const cli_modes& modes = {}) {
    sink.send(applet, run_command{.id = ++last_id, .level = level, .text = text, .modes = modes},
              sink.handle());
    settle();
    return sink.got(last_id);
  }

  /// Asks for a session that wants to see severities.
  std::string ask_with(severity_output severity, const std::string& text,
                       access_level level = access_level::admin) {
    return ask(text, level, {.severity = severity});
  }

  /// Asks a command that asks the master.
  std::string ask_with_master(const std::string& text) {
    CHECK(ask(text).empty());
    master.answer<list_processes>([&](const list_processes&) { return table; });
    settle();
    return sink.got(last_id);
  }

  const process_table table{.master = {.key = {0, 0, 7, 0}, .version = "0.1.0"},
                            .workers = {{.key = {1, 1, 1271, 0}, .version = "0.1.0"}},
                            .old_workers = {}};
  test::peer master{system};
  test::answer_sink sink{system};
  command_runner_actor applet =
      spawn<applet_state>(master.as<master_actor>(),
                          applet_facts{.version = "0.1.0",
                                       .sockets = {{"unix@/run/a.sock", access_level::admin},
                                                   {"ipv4@127.0.0.1:9999", access_level::user}}});
  command_id last_id = 0;
};

/// Keeps the environment, and puts it back after a test.
class own_environment {
public:
  explicit own_environment(char** variables) : before_(environ) { environ = variables; }

  ~own_environment() { environ = before_; }

  own_environment(const own_environment&) = delete;
  own_environment& operator=(const own_environment&) = delete;

private:
  char** before_;
};

} // namespace

TEST_CASE_METHOD(applet_fixture, "show version") {
  CHECK(ask("show version") == "0.1.0\n\n[end]");
  CHECK(ask("  show   version\tnow ", access_level::user) == "0.1.0\n\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "an empty command has an empty answer") {
  CHECK(ask("") == "\n[end]");
  CHECK(ask("  \t") == "\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "echo prints its words") {
  CHECK(ask("echo") == "\n\n[end]");
  CHECK(ask("echo  a\\;b   c\\ d \\\\") == "a;b c d \\\n\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "show cli level") {
  CHECK(ask("show cli level") == "admin\n\n[end]");
  CHECK(ask("show cli level", access_level::oper) == "operator\n\n[end]");
  CHECK(ask("show cli level", access_level::user) == "user\n\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "show cli sockets lists the -S sockets in their order") {
  CHECK(
      ask("show cli sockets", access_level::user) ==
      "# socket lvl processes\nunix@/run/a.sock admin all\nipv4@127.0.0.1:9999 user all\n\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "show env") {
  char first[] = "HOME=/root";
  char second[] = "EMPTY=";
  char* variables[] = {first, second, nullptr};
  auto mine = own_environment{variables};
  CHECK(ask("show env") == "HOME=/root\nEMPTY=\n\n[end]");
  CHECK(ask("show env HOME") == "HOME=/root\n\n[end]");
  CHECK(ask("show env EMPTY") == "EMPTY=\n\n[end]");
  CHECK(ask("show env HOM", access_level::oper) == "Variable not found\n\n[end]");
  CHECK(ask("show env", access_level::user) == "Permission denied\n\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "show proc asks the master") {
  CHECK(ask_with_master("show proc") == show_proc(table, false) + "\n[end]");
  CHECK(ask_with_master("show proc debug") == show_proc(table, true) + "\n[end]");
  CHECK(ask_with_master("show proc json") == show_proc_json(table) + "\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "show proc with another argument, or without the right") {
  CHECK(ask("show proc foo") == "'show proc' only supports 'debug' as argument\n\n[end]");
  CHECK(ask("show proc", access_level::user) == "Permission denied\n\n[end]");
  CHECK(master.empty());
}

TEST_CASE_METHOD(applet_fixture, "a master that does not answer costs five seconds") {
  CHECK(ask("show proc").empty());
  pass(4999ms);
  CHECK(sink.empty());
  pass(1ms);
  CHECK(sink.got(last_id) == "The master does not answer\n\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "other commands do not wait for the master") {
  ask("show proc");
  CHECK(ask("show version") == "0.1.0\n\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "help lists all commands") {
  auto title = std::string{"The following commands are valid at this level:\n"};
  CHECK(ask("help") == title + test::master_help_lines + "\n[end]");
  CHECK(ask("help", access_level::user) == title + test::master_help_lines + "\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "help lists the commands that begin so, and the basic ones") {
  CHECK(ask("help show cli") ==
        "The following commands are valid at this level:\n"
        "  show cli level                          : display the level of the current CLI session\n"
        "  show cli sockets                        : dump list of cli sockets\n"
        "  help [<command>]                        : list matching or all commands\n"
        "  prompt [help | i | p | timed]*          : toggle interactive mode with prompt\n"
        "  quit                                    : disconnect\n\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "an unknown command is told with all that there are") {
  CHECK(ask("%%% 1") == std::string{"Unknown command: '%%%'. Please enter one of the following "
                                    "commands only:\n"} +
                            test::master_help_lines + "\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "what the session does itself answers nothing here") {
  for (auto text : {"operator", "user", "@master"})
    CHECK(ask(text) == "\n[end]");
  CHECK(ask("prompt") == "\n> [end]");
  CHECK(ask("quit") == "[end]");
}

TEST_CASE_METHOD(applet_fixture, "messages have their severity in front, if the session wants it") {
  constexpr auto number = severity_output::number;
  constexpr auto string = severity_output::string;
  CHECK(ask_with(number, "show version") == "[6]: 0.1.0\n\n[end]");
  CHECK(ask_with(number, "show cli level") == "[6]: admin\n\n[end]");
  CHECK(ask_with(number, "echo a") == "[6]: a\n\n[end]");
  CHECK(ask_with(number, "help").starts_with("[6]: The following commands are valid"));
  CHECK(ask_with(string, "foo").starts_with("[info]: Unknown command: 'foo'"));
  CHECK(ask_with(string, "show proc", access_level::user) == "[err]: Permission denied\n\n[end]");
  CHECK(ask_with(string, "show proc foo") ==
        "[err]: 'show proc' only supports 'debug' as argument\n\n[end]");
  CHECK(ask_with(number, "show env MW_NO_SUCH_VARIABLE") == "[3]: Variable not found\n\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "data and empty answers have no severity") {
  constexpr auto number = severity_output::number;
  CHECK(ask_with(number, "show cli sockets").starts_with("# socket lvl processes\n"));
  CHECK(ask_with(number, "") == "\n[end]");
  CHECK(ask_with(number, "operator") == "\n[end]");
  char variable[] = "HOME=/root";
  char* variables[] = {variable, nullptr};
  auto mine = own_environment{variables};
  CHECK(ask_with(number, "show env HOME") == "HOME=/root\n\n[end]");
  CHECK(ask_with(number, "show env") == "HOME=/root\n\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "all modes together change nothing else about an answer") {
  auto modes = cli_modes{.expert = true, .experimental = true, .mcli_debug = true};
  CHECK(ask("show version", access_level::admin, modes) == "0.1.0\n\n[end]");
  CHECK(ask("help", access_level::admin, modes) == ask("help"));
}

TEST_CASE_METHOD(applet_fixture, "a mode without an argument is told, to admins") {
  for (const auto& word : mode_words()) {
    auto name = std::string{word.name};
    auto modes = cli_modes{};
    CHECK(ask(name) == name + " is OFF\n\n[end]");
    modes.*word.flag = true;
    CHECK(ask(name, access_level::admin, modes) == name + " is ON\n\n[end]");
    CHECK(ask(name + " off", access_level::admin, modes) == "\n[end]");
    CHECK(ask(name + " on", access_level::oper) == "Permission denied\n\n[end]");
  }
}

TEST_CASE_METHOD(applet_fixture, "set severity-output by way of a prefix is checked all the same") {
  CHECK(ask("set severity-output number", access_level::user) == "\n[end]");
  CHECK(ask_with(severity_output::number, "set severity-output foo") ==
        "[3]: one of 'none', 'number', 'string' is a required argument\n\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "in mcli-debug-mode the master shows its own descriptors") {
  auto debug = cli_modes{.mcli_debug = true};
  CHECK(ask("show fd").starts_with("Unknown command: 'show'"));
  CHECK_THAT(ask("show fd", access_level::oper, debug),
             Catch::StartsWith("      0 : type=") && Catch::EndsWith("\n\n[end]"));
  CHECK(ask("show fd 1000000", access_level::admin, debug) == "\n[end]");
  CHECK(ask("show fd x", access_level::admin, debug) ==
        "'show fd' only supports a file descriptor's number as argument\n\n[end]");
  CHECK(ask("show fd", access_level::user, debug) == "Permission denied\n\n[end]");
}

TEST_CASE_METHOD(applet_fixture, "more than 64 words are too many") {
  auto words = std::string{"echo"};
  for (auto more = 1; more < 64; ++more)
    words += " x";
  CHECK(ask(words) == words.substr(5) + "\n\n[end]");
  CHECK(ask(words + " x") ==
        "Too many arguments. Commands must have at most 64 arguments.\n\n[end]");
  CHECK(ask_with(severity_output::number, words + " x") ==
        "[3]: Too many arguments. Commands must have at most 64 arguments.\n\n[end]");
}

} // namespace mw::applet_test
