// Finding commands, help, and answers to unknown ones.
#include "messages/cli/command_table.hpp"
#include "messages/cli/words.hpp"

#include <catch2/catch.hpp>

#include <array>

namespace mw::command_table_test {

namespace {

constexpr std::array<command_entry, 13> commands{{
    {"@master", "@master", "send a command to the master process"},
    {"echo", "echo <text>", "print text to the output"},
    {"operator", "operator", "lower the level"},
    {"reload", "reload", "reload", access_level::oper},
    {"show cli level", "show cli level", "the level"},
    {"show env", "show env [var]", "the environment", access_level::oper},
    {"show info", "show info [desc|json|typed|float]*", "the process"},
    {"show info old", "show info old", "the past", access_level::user, false, true},
    {"show version", "show version", "the version"},
    {"user", "user", "lower the level more"},
    {"help", "help [<command>]", "list", access_level::user, true},
    {"prompt", "prompt [help | n | i | p | timed ]*", "toggle", access_level::user, true},
    {"quit", "quit", "disconnect", access_level::user, true},
}};

std::vector<std::string> words(std::string_view text) {
  return split_words(text).value();
}

std::string help(std::string_view text) {
  return help_text(commands, words(text));
}

std::string unknown(std::string_view text) {
  return unknown_command_text(commands, words(text));
}

std::string_view found(std::string_view text) {
  auto at = find_command(commands, words(text));
  return at ? commands[*at].words : "";
}

constexpr auto all_lines =
    R"(  @master                                 : send a command to the master process
  echo <text>                             : print text to the output
  operator                                : lower the level
  reload                                  : reload
  show cli level                          : the level
  show env [var]                          : the environment
  show info [desc|json|typed|float]*      : the process
  show version                            : the version
  user                                    : lower the level more
  help [<command>]                        : list
  prompt [help | n | i | p | timed ]*     : toggle
  quit                                    : disconnect
)";

constexpr auto show_lines =
    R"(  show cli level                          : the level
  show env [var]                          : the environment
  show info [desc|json|typed|float]*      : the process
  show version                            : the version
)";

constexpr auto basic_lines =
    R"(  help [<command>]                        : list
  prompt [help | n | i | p | timed ]*     : toggle
  quit                                    : disconnect
)";

const std::string valid = "The following commands are valid at this level:\n";

std::string near_title(const std::string& word) {
  return "Unknown command: '" + word +
         "', but maybe one of the following ones is a better match:\n";
}

} // namespace

TEST_CASE("a command is found by its words, whatever follows them") {
  CHECK(found("show version") == "show version");
  CHECK(found("show version foo bar") == "show version");
  CHECK(found("echo") == "echo");
  CHECK(found("echoes").empty());
  CHECK(found("ech").empty());
  CHECK(found("show versions").empty());
  CHECK(found("'' show version").empty());
  CHECK(found("show\\ version").empty());
  CHECK(found("'show info' old").empty());
}

TEST_CASE("the command with the most words wins, hidden or not") {
  CHECK(found("show info desc") == "show info");
  CHECK(found("show info old") == "show info old");
}

TEST_CASE("abbreviated, partial and differently written commands are not found") {
  auto text =
      GENERATE("", "show", "sh ver", "show vers", "SHOW VERSION", "show versions", "version");
  CHECK(found(text).empty());
}

TEST_CASE("help lists every command that is not hidden, the basic ones last") {
  CHECK(help("") == valid + all_lines);
}

TEST_CASE("help with the first words of commands lists these commands") {
  CHECK(help("show") == valid + show_lines + basic_lines);
  CHECK(help("show env foo") ==
        valid + "  show env [var]                          : the environment\n" + basic_lines);
}

TEST_CASE("help with a basic command lists only the basic ones") {
  CHECK(help("quit") == valid + basic_lines);
}

TEST_CASE("help with a word that begins no command lists the five most alike") {
  CHECK(help("foo") == valid +
                           R"(  echo <text>                             : print text to the output
  operator                                : lower the level
  show cli level                          : the level
  show env [var]                          : the environment
  show info [desc|json|typed|float]*      : the process
)" + basic_lines);
}

TEST_CASE("an unknown command is answered with the five nearest, in the table's order") {
  CHECK(unknown("shw inf") ==
        near_title("shw") +
            "  echo <text>                             : print text to the output\n" + show_lines +
            basic_lines);
}

TEST_CASE("the first words of commands alone are answered with these commands") {
  CHECK(unknown("show") == near_title("show") + show_lines + basic_lines);
}

TEST_CASE("a mistyped basic command is answered with near ones and the basic ones") {
  CHECK(unknown("zqxz") == near_title("zqxz") + basic_lines);
}

TEST_CASE("an unknown command that is like no other is answered with all of them") {
  CHECK(unknown("0815 x") == "Unknown command: '0815'. Please enter one of the following commands "
                             "only:\n" +
                                 std::string(all_lines));
  CHECK(help("0815") == valid + all_lines);
}

TEST_CASE("a command that was probably meant is among the suggestions") {
  auto [typed, meant] = GENERATE(table<std::string, std::string>({
      {"relod", "reload"},
      {"versoin", "show version"},
      {"lvel", "show cli level"},
      {"shwo inof", "show info"},
      {"show nev", "show env"},
      {"oprator", "operator"},
      {"usr", "user"},
  }));
  auto suggested = "\n  " + meant + ' ';
  CHECK_THAT(unknown(typed), Catch::Contains(suggested));
}

TEST_CASE("a hidden command is never suggested") {
  CHECK_THAT(unknown("sho info old"), !Catch::Contains("the past"));
}

TEST_CASE("very long words are compared in bounded time") {
  CHECK(unknown(std::string(1'000'000, 'e')).starts_with("Unknown command: 'eee"));
}

} // namespace mw::command_table_test
