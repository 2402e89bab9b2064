// What basic commands print.
#include "actors/common/basic_commands.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <vector>

namespace mw::basic_commands_test {

using namespace basic_command;

namespace {

using words = std::vector<std::string>;

/// With the number of its severity, if it has one.
std::string text(basic_answer answer) {
  return text_of(std::move(answer), severity_output::number);
}

} // namespace

TEST_CASE("messages have a severity, data has none") {
  CHECK(text(echo(words{"a", "b"})) == "[6]: a b\n");
  CHECK(text_of(echo(words{"a", "b"}), severity_output::none) == "a b\n");
  CHECK(text(echo(words{})) == "[6]: \n");
  CHECK(text(show_version("1.2")) == "[6]: 1.2\n");
  CHECK(text(show_cli_level(access_level::oper)) == "[6]: operator\n");
}

TEST_CASE("the sockets of a CLI are listed with their levels") {
  CHECK(text(show_cli_sockets({})) == "# socket lvl processes\n");
  auto sockets =
      std::vector<shown_socket>{{"unix@/a", access_level::admin}, {"fd@3", access_level::user}};
  CHECK(text(show_cli_sockets(sockets)) ==
        "# socket lvl processes\nunix@/a admin all\nfd@3 user all\n");
}

TEST_CASE("variables are shown all, or the one that is named") {
  ::setenv("MW_BASIC", "a=b", 1);
  CHECK(text(show_env(words{"MW_BASIC"})) == "MW_BASIC=a=b\n");
  CHECK(text(show_env(words{"MW_BASI"})) == "[3]: Variable not found\n");
  CHECK(text(show_env(words{""})) == "[3]: Variable not found\n");
  auto all = text(show_env({}));
  CHECK_THAT(all, Catch::Contains("MW_BASIC=a=b\n"));
  CHECK_THAT(all, Catch::Contains("PATH="));
  ::unsetenv("MW_BASIC");
}

TEST_CASE("descriptors are shown all, or the one that is named") {
  CHECK_THAT(text(show_fd(words{"0"}, {})), Catch::Contains("owner=standard_stream\n"));
  CHECK_THAT(text(show_fd({}, {})), Catch::Contains("      0 : "));
  CHECK(text(show_fd(words{"x"}, {})) ==
        "[3]: 'show fd' only supports a file descriptor's number as argument\n");
}

} // namespace mw::basic_commands_test
