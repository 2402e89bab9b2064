// The section `program`, in our own configuration and in HAProxy's.
#include "actors/config/haproxy_config.hpp"
#include "actors/config/values/config.hpp"

#include <catch2/catch.hpp>

#include <tuple>

namespace mw::config::program_test {

namespace {

using words = std::vector<std::string>;

tl::expected<configuration, words> parse(std::string text) {
  auto sources = std::vector<source>{{"p.cfg", std::move(text)}};
  return parse_config(sources, {});
}

/// A configuration of HAProxy's, and the part of it that the worker gets.
struct foreign_text {
  explicit foreign_text(std::string text, condition_judge by = {})
      : sources{{"h.cfg", std::move(text)}}, judge(std::move(by)) {}

  std::vector<source> sources;
  condition_judge judge;
  haproxy_config found = read_haproxy_config(sources, {"NAME=value"}, judge);
};

constexpr auto two_programs = "program api\n"
                              "    command /bin/api -f \"a b\" # comment\n"
                              "    no option start-on-reload\n"
                              "    user root\n"
                              "    group root\n"
                              "program 'other/one'\n"
                              "    command first\n"
                              "    command second\n"
                              "    no option start-on-reload\n"
                              "    option start-on-reload\n";

const auto both = std::vector<program_section>{
    {.name = "api",
     .command = {"/bin/api", "-f", "a b"},
     .start_on_reload = false,
     .uid = 0,
     .gid = 0},
    {.name = "other/one", .command = {"second"}, .uid = {}, .gid = {}},
};

} // namespace

TEST_CASE("programs are read, the last command of each counts") {
  auto parsed = parse(two_programs);
  REQUIRE(parsed);
  CHECK(parsed->programs == both);
}

TEST_CASE("mistakes in a program section are told in HAProxy's words") {
  auto [line, mistake] = GENERATE(table<std::string, std::string>({
      {"command", "p.cfg:3]: 'command' expects a command with optional arguments separated in "
                  "words."},
      {"option", "p.cfg:3]: 'option' expects an option name."},
      {"option foo", "p.cfg:3] : unknown option 'foo'."},
      {"no option start-on-reload x",
       "p.cfg:3] : 'option start-on-reload' cannot handle unexpected argument 'x'."},
      {"user", "p.cfg:3]: 'user' expects a user name."},
      {"user root x", "p.cfg:3] : 'user' cannot handle unexpected argument 'x'."},
      {"user nosuch", "p.cfg:3] : cannot find user id for 'nosuch'"},
      {"group", "p.cfg:3]: 'group' expects a group name."},
      {"group root x", "p.cfg:3] : 'group' cannot handle unexpected argument 'x'."},
      {"group nosuch", "p.cfg:3] : cannot find group id for 'nosuch'"},
      {"bogus", "p.cfg:3] : unknown keyword 'bogus' in 'program' section"},
      {"comand x", "p.cfg:3] : unknown keyword 'comand' in 'program' section; did you mean "
                   "'command' ?"},
      {"no user root",
       "p.cfg:3]: negation/default currently supported only for options, log, busy-polling, "
       "set-dumpable, strict-limits, insecure-fork-wanted and numa-cpu-mapping."},
  }));
  auto text = "program a\n    command x\n    " + line + "\n";
  auto parsed = parse(text);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error() == words{"parsing [" + mistake});
}

TEST_CASE("a program section has a name of its own and a command") {
  CHECK(parse("program\n    command x\n").error() ==
        words{"parsing [p.cfg:1] : 'program' expects an <id> argument"});
  CHECK(parse("program a b\n    command x\n").error() ==
        words{"parsing [p.cfg:1] : 'program' cannot handle unexpected argument 'b'."});
  CHECK(parse("program a\n    command x\nprogram a\n    command y\n").error() ==
        words{"parsing [p.cfg:3]: 'a' program section already exists in the configuration."});
  CHECK(parse("program a\n").error() ==
        words{"The program section 'a' lacks a command to launch."});
}

TEST_CASE("HAProxy does not see programs, and its messages have the right lines") {
  auto text = foreign_text{"global\n"
                           "    nbthread 1\n"
                           "program api\n"
                           "    command /bin/api $NAME \"$NAME\"\n"
                           "# comment\n"
                           "listen l\n"
                           "    command x\n"
                           "program b # last\n"
                           "    command b"};
  CHECK(text.found.mistakes.empty());
  CHECK(text.found.rewritten == std::vector<size_t>{0});
  CHECK(text.sources[0].text == "global\n"
                                "    nbthread 1\n"
                                "\n"
                                "\n"
                                "# comment\n"
                                "listen l\n"
                                "    command x\n"
                                "\n");
  REQUIRE(text.found.values.programs.size() == 2);
  CHECK(text.found.values.programs[0].command == words{"/bin/api", "$NAME", "value"});
  CHECK(text.found.values.programs[1].name == "b");
}

TEST_CASE("mistakes in programs of HAProxy's configuration are ours to tell") {
  auto text = foreign_text{"program a b\n    bogus\n    command 'x\nprogram c\n"};
  CHECK(text.found.mistakes ==
        words{"parsing [h.cfg:1] : 'program' cannot handle unexpected argument 'b'.",
              "parsing [h.cfg:2] : unknown keyword 'bogus' in 'program' section",
              "parsing [h.cfg:3]: unmatched quote at position 13: command 'x",
              "The program section 'a' lacks a command to launch.",
              "The program section 'c' lacks a command to launch."});
}

TEST_CASE("a program's lines cannot stand below a condition that is not known") {
  auto text = foreign_text{"program a\n    command x\n.if defined(X)\n    user root\n.else\n"
                           "listen l\n.endif\n.notice done\nprogram b\n    command y\n"};
  CHECK(text.found.mistakes ==
        words{"parsing [h.cfg:4] : 'user' of a 'program' section stands below a condition that "
              "cannot be evaluated"});
  CHECK(text.sources[0].text ==
        "\n\n.if defined(X)\n\n.else\nlisten l\n.endif\n.notice done\n\n\n");
  REQUIRE(text.found.values.programs.size() == 2);
  CHECK(text.found.values.programs[1].name == "b");
}

TEST_CASE("a program below a condition that holds is the master's") {
  auto holds = [](const std::string& condition, const auto&) { return condition == "yes"; };
  auto text =
      foreign_text{".if yes\nprogram a\n  command x\n.else\nprogram b\n  command y\n.endif\n"
                   "program c\n  command z\n.if no\n  user nobody\n.endif\n",
                   holds};
  CHECK(text.found.mistakes.empty());
  REQUIRE(text.found.values.programs.size() == 2);
  CHECK(text.found.values.programs[0].name == "a");
  CHECK(text.found.values.programs[1].name == "c");
  CHECK(text.sources[0].text == ".if yes\n\n\n.else\nprogram b\n  command y\n.endif\n"
                                "\n\n.if no\n  user nobody\n.endif\n");
}

TEST_CASE("a program below a condition that is not known is left to HAProxy") {
  auto text = foreign_text{".if defined(X)\nprogram a\n    command x\n.endif\n"};
  CHECK(text.found.values.programs.empty());
  CHECK(text.found.rewritten.empty());
}

} // namespace mw::config::program_test
