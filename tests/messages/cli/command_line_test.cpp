// Cutting a line into its commands.
#include "messages/cli/command_line.hpp"

#include <catch2/catch.hpp>

#include <vector>

namespace mw::command_line_test {

namespace {

std::vector<std::string> all_commands(std::string_view line) {
  std::vector<std::string> commands;
  for (std::optional<std::string_view> rest = line; rest.has_value();) {
    auto cut = cut_first_command(*rest);
    commands.emplace_back(cut.command);
    rest = cut.rest;
  }
  return commands;
}

} // namespace

TEST_CASE("a line is cut at each semicolon that no backslash protects") {
  using list = std::vector<std::string>;
  auto [line, expected] = GENERATE(table<std::string, list>({
      {"", {""}},
      {"show version", {"show version"}},
      {"a;b;c", {"a", "b", "c"}},
      {" a ; b ", {" a ", " b "}},
      {";;", {"", "", ""}},
      {"show version;", {"show version", ""}},
      {R"(a\;b;c)", {R"(a\;b)", "c"}},
      {R"(a\\;b)", {R"(a\\)", "b"}},
      {R"(a\\\;b)", {R"(a\\\;b)"}},
      {R"(a;b\)", {"a", R"(b\)"}},
  }));
  CHECK(all_commands(line) == expected);
}

TEST_CASE("a routing prefix is a first word that begins with @") {
  auto [text, prefix, command] = GENERATE(table<std::string, std::string, std::string>({
      {"@1 show version", "@1", "show version"},
      {"  @!12\t  show  version ", "@!12", "show  version "},
      {"@1", "@1", ""},
      {"@ show proc", "@", "show proc"},
      {"@@1 a;b", "@@1", "a;b"},
      {"@1 @master show version", "@1", "@master show version"},
      {R"(@1\ x y)", R"(@1\ x)", "y"},
  }));
  auto cut = cut_prefix(text);
  CHECK(cut.prefix == prefix);
  CHECK(cut.command == command);
}

TEST_CASE("without a routing prefix the command is all but the blanks in front") {
  auto [text, command] = GENERATE(table<std::string, std::string>({
      {"", ""},
      {" \t", ""},
      {"  show @1", "show @1"},
      {R"(\@1 show)", R"(\@1 show)"},
  }));
  auto cut = cut_prefix(text);
  CHECK(cut.prefix.empty());
  CHECK(cut.command == command);
}

TEST_CASE("a payload is announced by << at the front of the last word") {
  auto longest = std::string(64, 'p');
  auto [command, pattern] = GENERATE_COPY(table<std::string, std::string>({
      {"add map m <<", ""},
      {"add map m <<  \t", ""},
      {"<<", ""},
      {"add map m <<%E%", "%E%"},
      {"add map m <<" + longest, longest},
  }));
  CHECK(payload_pattern(command) == pattern);
}

TEST_CASE("<< elsewhere, protected or with a longer pattern is no payload mark") {
  auto command = GENERATE(as<std::string>(), "", "show version", "add map m<<", "add << m",
                          R"(a \<<)", R"(a\ <<)", "a <", "a <<" + std::string(65, 'p'));
  CHECK(payload_pattern(command) == std::nullopt);
}

TEST_CASE("a payload ends at the line that is the pattern, CR or not") {
  CHECK(ends_payload("", ""));
  CHECK(ends_payload("\r", ""));
  CHECK(ends_payload("END", "END"));
  CHECK(ends_payload("END\r", "END"));
}

TEST_CASE("no other line ends a payload") {
  CHECK_FALSE(ends_payload(" ", ""));
  CHECK_FALSE(ends_payload("\r\r", ""));
  CHECK_FALSE(ends_payload("", "END"));
  CHECK_FALSE(ends_payload("END ", "END"));
  CHECK_FALSE(ends_payload("ENDx", "END"));
}

} // namespace mw::command_line_test
