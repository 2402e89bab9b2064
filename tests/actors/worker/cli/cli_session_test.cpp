// A worker's CLI session: whole outputs for whole inputs.
#include "tests/fixtures/cli_session_fixture.hpp"

#include <catch2/catch.hpp>

namespace mw::cli_session_test {

using namespace mw::test;
using namespace mw::worker;

namespace {

const std::string version = std::string(MW_VERSION) + '\n';

constexpr auto help =
    R"(  clear counters [all]                    : clear max statistics counters (or all counters)
  disable agent                           : disable agent checks
  disable frontend <frontend>             : temporarily disable specific frontend
  disable health                          : disable health checks
  disable server (DEPRECATED)             : disable a server for maintenance (use 'set server' instead)
  echo <text>                             : print text to the output
  enable agent                            : enable agent checks
  enable frontend <frontend>              : re-enable specific frontend
  enable health                           : enable health checks
  enable server  (DEPRECATED)             : enable a disabled server (use 'set server' instead)
  get weight <bk>/<srv>                   : report a server's current weight
  operator                                : lower the level of the current CLI session to operator
  set maxconn frontend <frontend> <value> : change a frontend's maxconn setting
  set maxconn global <value>              : change the per-process maxconn setting
  set maxconn server <bk>/<srv>           : change a server's maxconn setting
  set server <bk>/<srv> [opts]            : change a server's state, weight or address
  set severity-output [none|number|string]: set presence of severity level in feedback information
  set timeout [cli] <delay>               : change a timeout setting
  set weight <bk>/<srv>  (DEPRECATED)     : change a server's weight (use 'set server' instead)
  show acl [@<ver>] <acl>]                : report available acls or dump an acl's contents
  show activity                           : show per-thread activity stats (for support/developers)
  show backend                            : list backends in the current running config
  show cli level                          : display the level of the current CLI session
  show cli sockets                        : dump list of cli sockets
  show env [var]                          : dump environment variables known to the process
  show errors                             : report last request and response errors
  show fd [num]                           : dump list of file descriptors in use or a specific one
  show info [desc|json|typed|float]*      : report information about the running process
  show servers addr [<backend>]           : dump servers' addresses, as configured and as changed (all or for a backend)
  show servers conn [<backend>]           : dump server connections status (all or for a single backend)
  show servers state [<backend>]          : dump volatile server information (all or for a single backend)
  show sess [id]                          : report the list of current sessions or dump this exact session
  show stat [json|no-maint|typed|up]*     : report counters for each proxy and server
  show version                            : show version of the current process
  shutdown frontend <frontend>            : stop a specific frontend
  shutdown session [id]                   : kill a specific session
  shutdown sessions server <bk>/<srv>     : kill sessions on a server
  user                                    : lower the level of the current CLI session to user
  wait { -h | <delay> }                   : wait for that time, in ms or with a unit
  help [<command>]                        : list matching or all commands
  prompt [help | n | i | p | timed ]*     : toggle interactive mode with prompt
  quit                                    : disconnect
)";

} // namespace

TEST_CASE_METHOD(cli_session_fixture, "a session runs its first line and is over") {
  CHECK(say({"show version"}) == version + "\n");
  CHECK(over());
  CHECK(say({"show version"}).empty());
}

TEST_CASE_METHOD(cli_session_fixture,
                 "each command of a line is answered with a blank line behind") {
  CHECK(say({"  show  version ;show cli level"}) == version + "\nadmin\n\n");
}

TEST_CASE_METHOD(cli_session_fixture, "an empty command is answered with a blank line") {
  CHECK(say({";;"}) == "\n\n\n");
  CHECK(over());
}

TEST_CASE_METHOD(cli_session_fixture, "a CR at the end is not part of the line") {
  CHECK(say({"echo a\r"}) == "a\n\n");
}

TEST_CASE_METHOD(cli_session_fixture, "backslashes protect and go") {
  CHECK(say({R"(echo a\;b c\ \ d)"}) == "a;b c  d\n\n");
}

TEST_CASE_METHOD(cli_session_fixture, "quit ends the session, its line and says nothing") {
  CHECK(say({"show cli level;quit;show version"}) == "admin\n\n");
  CHECK(over());
}

TEST_CASE_METHOD(cli_session_fixture, "help lists the commands") {
  CHECK(say({"help"}) ==
        std::string("The following commands are valid at this level:\n") + help + "\n");
}

TEST_CASE_METHOD(cli_session_fixture, "an unknown command is answered with near ones") {
  CHECK(say({"sho"}) ==
        R"(Unknown command: 'sho', but maybe one of the following ones is a better match:
  show acl [@<ver>] <acl>]                : report available acls or dump an acl's contents
  show activity                           : show per-thread activity stats (for support/developers)
  show backend                            : list backends in the current running config
  show cli level                          : display the level of the current CLI session
  show cli sockets                        : dump list of cli sockets
  help [<command>]                        : list matching or all commands
  prompt [help | n | i | p | timed ]*     : toggle interactive mode with prompt
  quit                                    : disconnect

)");
}

TEST_CASE_METHOD(cli_session_fixture, "too many words are refused") {
  std::string line = "echo";
  for (int n = 0; n < 64; ++n)
    line += " w";
  CHECK(say({line}) == "Too many arguments. Commands must have at most 64 arguments.\n\n");
}

TEST_CASE_METHOD(cli_session_fixture, "the level can be lowered, not raised") {
  CHECK(say({"operator;show cli level;user;show cli level;operator;show cli level"}) ==
        "\noperator\n\n\nuser\n\nPermission denied\n\nuser\n\n");
}

TEST_CASE_METHOD(cli_session_fixture, "a minus behind a level takes the blank line away") {
  CHECK(say({"operator -;show cli level;user -;show cli level;operator -"}) ==
        "operator\n\nuser\n\nPermission denied\n");
}

TEST_CASE_METHOD(cli_session_fixture, "a minus behind other commands is an argument") {
  CHECK(say({"show version -;echo -"}) == version + "\n-\n\n");
}

TEST_CASE_METHOD(cli_session_fixture, "environment and descriptors are not for users") {
  CHECK(say({"user -;show env;show env HOME;show fd;show fd 0"}) ==
        "Permission denied\n\nPermission denied\n\nPermission denied\n\nPermission denied\n\n");
}

TEST_CASE_METHOD(cli_session_fixture, "show env shows one variable or says that there is none") {
  ::setenv("MW_CLI_TEST", "a b=c", 1);
  CHECK(say({"operator -;show env MW_CLI_TEST;show env MW_CLI"}) ==
        "MW_CLI_TEST=a b=c\n\nVariable not found\n\n");
}

TEST_CASE_METHOD(cli_session_fixture, "show env shows all variables, a line each") {
  ::setenv("MW_CLI_TEST", "x", 1);
  CHECK_THAT(say({"show env"}), Catch::Contains("MW_CLI_TEST=x\n") && Catch::EndsWith("\n\n"));
}

TEST_CASE_METHOD(cli_session_fixture, "show cli sockets shows the control pair") {
  CHECK(say({"show cli sockets"}) == "# socket lvl processes\nsockpair@3 admin all\n\n");
}

TEST_CASE_METHOD(cli_session_fixture, "show cli sockets shows a worker's own sockets first") {
  worker.sockets = {{"unix@/run/a", access_level::oper}, {"ipv4@127.0.0.1:99", access_level::user}};
  CHECK(say({"show cli sockets"}) == "# socket lvl processes\nunix@/run/a operator all\n"
                                     "ipv4@127.0.0.1:99 user all\nsockpair@3 admin all\n\n");
}

TEST_CASE("a session has the level that it is given, also when it is restarted") {
  worker_context worker;
  cli_session session(worker, {.level = access_level::oper});
  std::string out;
  session.take_line("show cli level;user;show cli level", out);
  session.run(out);
  session.restart();
  session.take_line("show cli level", out);
  session.run(out);
  CHECK(out == "operator\n\n\nuser\n\noperator\n\n");
}

TEST_CASE_METHOD(cli_session_fixture,
                 "show fd wants a number, and shows nothing for a closed one") {
  CHECK(say({"show fd x1;show fd 1000000;show fd -1"}) ==
        "'show fd' only supports a file descriptor's number as argument\n\n\n\n");
}

TEST_CASE_METHOD(cli_session_fixture, "a payload is read up to its end and the line run then") {
  CHECK(say({"echo a;echo b <<"}).empty());
  CHECK(say({"show version;quit", "\\"}).empty());
  CHECK(say({""}) == "a\n\nb <<\n\n");
  CHECK(over());
}

TEST_CASE_METHOD(cli_session_fixture, "a payload with a pattern ends at the pattern only") {
  CHECK(say({"echo <<%E%\r", "", "%E%x"}).empty());
  CHECK(say({"%E%\r"}) == "<<%E%\n\n");
}

TEST_CASE_METHOD(cli_session_fixture, "a payload mark that is not at the line's end is a word") {
  CHECK(say({"echo <<;echo a"}) == "<<\n\na\n\n");
}

TEST_CASE_METHOD(cli_session_fixture, "a payload is prompted for line by line") {
  CHECK(say({"prompt"}) == "\n> ");
  CHECK(say({"echo <<"}) == "+ ");
  CHECK(say({"k v"}) == "+ ");
  CHECK(say({""}) == "<<\n\n> ");
}

TEST_CASE_METHOD(cli_session_fixture, "a refused line is answered and ends the session") {
  std::string out;
  session.refuse_line(out);
  CHECK(out == "The command line is too big for the buffer size. Please change 'tune.bufsize' in "
               "the configuration to use a bigger command.\n\n");
  CHECK(over());
}

TEST_CASE_METHOD(cli_session_fixture, "a line whose answers are long is run in parts") {
  auto word = std::string(1000, 'x');
  std::string line = "echo " + word;
  for (int n = 1; n < 100; ++n)
    line += ";echo " + word;
  auto first = say({line});
  CHECK(first.size() >= max_unsent);
  CHECK(first.size() < max_unsent + 1002);
  CHECK(session.has_work());
  std::string second;
  session.run(second);
  CHECK_FALSE(session.has_work());
  CHECK(first.size() + second.size() == size_t{100} * 1002);
}

TEST_CASE_METHOD(cli_session_fixture, "a restarted session is as at first") {
  say({"user;prompt"});
  session.restart();
  CHECK(say({"show cli level"}) == "admin\n\n");
  CHECK(over());
}

TEST_CASE_METHOD(cli_session_fixture, "every command is counted") {
  say({"echo a;;nonsense"});
  CHECK(worker.counters.total->commands == 3);
}

} // namespace mw::cli_session_test
