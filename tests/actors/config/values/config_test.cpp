// Whole configurations: their values and their mistakes.
#include "tests/support/configuration.hpp"

namespace mw::config::config_test {

TEST_CASE("no configuration, an empty file and comments give the defaults") {
  CHECK(*parse_config({}, {}) == config_defaults());
  for (const auto* text : {"", "\n", "  # nothing\n\n", "global\n", "global\n\nglobal # again\n"})
    CHECK(good(text) == config_defaults());
}

TEST_CASE("every keyword of global that works is taken") {
  configuration expected;
  expected.nbproc = 4;
  expected.daemon = true;
  expected.pid_file = "/run/a b.pid";
  expected.description = "all that  is here";
  expected.node = "node-1.a_B";
  expected.ulimit_n = 4096;
  expected.exit_on_failure = true;
  CHECK(good("global\n"
             "  nbproc 4\n"
             "\tdaemon\n"
             "  pidfile /run/a\\ b.pid\n"
             "  description all \"that  is\"   here # comment\n"
             "  node node-1.a_B\n"
             "  ulimit-n 4096\n"
             "  exit-on-failure\n") == expected);
}

TEST_CASE("lines that end in CR LF are as good as others") {
  auto parsed = good("global\r\n  nbproc 2\r\n  description a b\r\n");
  CHECK(parsed.nbproc == 2U);
  CHECK(parsed.description == "a b");
}

TEST_CASE("master-worker alone changes nothing and its argument says who ends the program") {
  CHECK_FALSE(good("global\n master-worker\n").exit_on_failure);
  CHECK(good("global\n exit-on-failure\n master-worker\n").exit_on_failure);
  CHECK(good("global\n master-worker exit-on-failure\n").exit_on_failure);
  CHECK_FALSE(
      good("global\n exit-on-failure\n master-worker no-exit-on-failure\n").exit_on_failure);
  CHECK(global_errors(" master-worker maybe\n master-worker exit-on-failure now\n") ==
        lines{"parsing [a.cfg:2] : 'master-worker' only supports 'exit-on-failure' and "
              "'no-exit-on-failure'.",
              "parsing [a.cfg:3] : 'master-worker' cannot handle unexpected argument 'now'."});
}

TEST_CASE("the environment changes line by line and reaches the workers") {
  auto parsed = good("global\n"
                     " setenv A \"$HOME/x\"\n"
                     " presetenv HOME none\n"
                     " presetenv B \"${A}\"\n"
                     " unsetenv C D\n"
                     " description \"$A ${C-gone} ${.FILE}:${.LINE} ${.SECTION}\"\n",
                     {"HOME=/root", "C=1", "D=2"});
  CHECK(parsed.environment == lines{"HOME=/root", "A=/root/x", "B=/root/x"});
  CHECK(parsed.description == "/root/x gone a.cfg:6 global");
}

TEST_CASE("resetenv leaves only what it names") {
  lines variables{"A=1", "B=2", "C=3"};
  CHECK(good("global\n resetenv C A\n", variables).environment == lines{"A=1", "C=3"});
  CHECK(good("global\n resetenv\n", variables).environment.empty());
}

TEST_CASE("wrong variables are errors") {
  CHECK(global_errors(" setenv A\n setenv A=B c\n setenv A b c\n presetenv\n presetenv \"\" b\n"
                      " unsetenv\n unsetenv A B=\n resetenv =\n") ==
        lines{"parsing [a.cfg:2] : 'setenv' expects a name and a value.",
              "parsing [a.cfg:3] : 'setenv' failed on variable 'A=B' : Invalid argument.",
              "parsing [a.cfg:4] : 'setenv' cannot handle unexpected argument 'c'.",
              "parsing [a.cfg:5] : 'presetenv' expects a name and a value.",
              "parsing [a.cfg:6] : 'presetenv' expects a name and a value.",
              "parsing [a.cfg:7] : 'unsetenv' expects at least one variable name.",
              "parsing [a.cfg:8] : 'unsetenv' failed on variable 'B=' : Invalid argument.",
              "parsing [a.cfg:9] : 'resetenv' failed on variable '=' : Invalid argument."});
}

TEST_CASE("nbproc is a number from 1 to 64") {
  CHECK(good("global\n nbproc 1\n").nbproc == 1U);
  CHECK(good("global\n nbproc 64\n").nbproc == 64U);
  CHECK(global_errors(" nbproc\n nbproc 0\n nbproc 65\n nbproc -1\n nbproc 2x\n nbproc 2 3\n") ==
        lines{"parsing [a.cfg:2] : 'nbproc' expects an integer argument.",
              "parsing [a.cfg:3] : 'nbproc' must be between 1 and 64 (was 0).",
              "parsing [a.cfg:4] : 'nbproc' must be between 1 and 64 (was 65).",
              "parsing [a.cfg:5] : 'nbproc' must be between 1 and 64 (was -1).",
              "parsing [a.cfg:6] : 'nbproc' must be between 1 and 64 (was 2x).",
              "parsing [a.cfg:7] : 'nbproc' cannot handle unexpected argument '3'."});
}

TEST_CASE("missing, wrong and superfluous arguments are errors") {
  const std::string bad_node =
      " : 'node' requires valid node name - non-empty string with digits(0-9), letters(A-Z, a-z), "
      "dot(.), hyphen(-) or underscode(_).";
  CHECK(
      global_errors(" daemon foo\n node\n node a/b\n node a b\n description\n pidfile\n"
                    " pidfile a b\n ulimit-n\n ulimit-n 10x\n ulimit-n 0\n exit-on-failure 1\n") ==
      lines{"parsing [a.cfg:2] : 'daemon' cannot handle unexpected argument 'foo'.",
            "parsing [a.cfg:3]" + bad_node, "parsing [a.cfg:4]" + bad_node,
            "parsing [a.cfg:5] : 'node' cannot handle unexpected argument 'b'.",
            "parsing [a.cfg:6] : 'description' expects a string argument.",
            "parsing [a.cfg:7] : 'pidfile' expects a file name as an argument.",
            "parsing [a.cfg:8] : 'pidfile' cannot handle unexpected argument 'b'.",
            "parsing [a.cfg:9] : 'ulimit-n' expects an integer argument.",
            "parsing [a.cfg:10] : 'ulimit-n' expects a positive integer argument, got '10x'.",
            "parsing [a.cfg:11] : 'ulimit-n' expects a positive integer argument, got '0'.",
            "parsing [a.cfg:12] : 'exit-on-failure' cannot handle unexpected argument '1'."});
}

TEST_CASE("empty words at the end of a line are no arguments") {
  CHECK(good("global\n daemon \"$NONE\"\n").daemon);
  CHECK(good("global\n \"$NONE\" daemon\n") == config_defaults());
  CHECK(global_errors(" pidfile \"\"\n") ==
        lines{"parsing [a.cfg:2] : 'pidfile' expects a file name as an argument."});
}

TEST_CASE("a second pidfile or ulimit-n is a warning and the first holds") {
  auto parsed = good("global\n pidfile a\n pidfile b\n ulimit-n 5\n ulimit-n 6\n");
  CHECK(parsed.pid_file == "a");
  CHECK(parsed.ulimit_n == 5U);
  CHECK(parsed.warnings == lines{"parsing [a.cfg:3] : 'pidfile' already specified. Continuing.",
                                 "parsing [a.cfg:5] : 'ulimit-n' already specified. Continuing."});
}

TEST_CASE("keywords of HAProxy's global that do nothing here are refused by name") {
  CHECK(global_errors(" busy-polling on\n no log\n tune.bufsize 3\n"
                      " stats bind-process all\n nbthread\n tune.pool-low-fd-ratio 3\n") ==
        lines{"parsing [a.cfg:2] : 'busy-polling' is not supported in 'global' section",
              "parsing [a.cfg:3] : log : expects <address> and <facility> as arguments",
              "parsing [a.cfg:4] : 'tune.bufsize' is not supported in 'global' section",
              "parsing [a.cfg:5] : 'stats bind-process' is not supported in 'global' section",
              "parsing [a.cfg:6] : 'nbthread' is not supported in 'global' section",
              "parsing [a.cfg:7] : 'tune.pool-low-fd-ratio' is not supported in 'global' section"});
}

TEST_CASE("unknown keywords of global are errors with a suggestion if one is near") {
  const std::string hint = " in 'global' section; did you mean ";
  CHECK(global_errors(" nbprc 4\n deamon\n zzz\n \"a b\"\n balance x\n globl\n") ==
        lines{"parsing [a.cfg:2] : unknown keyword 'nbprc'" + hint + "'nbproc' ?",
              "parsing [a.cfg:3] : unknown keyword 'deamon'" + hint + "'daemon' ?",
              "parsing [a.cfg:4] : unknown keyword 'zzz' in 'global' section",
              "parsing [a.cfg:5] : unknown keyword 'a b' in 'global' section",
              "parsing [a.cfg:6] : unknown keyword 'balance' in 'global' section",
              "parsing [a.cfg:7] : unknown keyword 'globl'" + hint + "'global' ?"});
}

TEST_CASE("no and default only stand before keywords that can be switched off") {
  const std::string text =
      ": negation/default currently supported only for options, log, busy-polling, set-dumpable, "
      "strict-limits, insecure-fork-wanted and numa-cpu-mapping.";
  CHECK(global_errors(" no daemon\n default\n no option x\ndefaults\n no option x\n no mode\n") ==
        lines{"parsing [a.cfg:2]" + text, "parsing [a.cfg:3]" + text,
              "parsing [a.cfg:4] : unknown keyword 'option' in 'global' section",
              "parsing [a.cfg:6] : unknown option 'x'.", "parsing [a.cfg:7]" + text});
}

TEST_CASE("HAProxy's other sections and its conditions are refused as a whole") {
  CHECK(errors("peers p\n whatever\nuserlist u\n.if defined(A)\n") ==
        lines{"parsing [a.cfg:1] : section 'peers' is not supported",
              "parsing [a.cfg:3] : section 'userlist' is not supported",
              "parsing [a.cfg:4] : '.if' is not supported"});
}

TEST_CASE("a keyword before any section is an error") {
  CHECK(errors("nbproc 4\nglabal\n") ==
        lines{"parsing [a.cfg:1]: unknown keyword 'nbproc' out of section.",
              "parsing [a.cfg:2]: unknown keyword 'glabal' out of section."});
}

TEST_CASE("mistakes in a line are reported and the next line is read") {
  CHECK(
      global_errors(" nde \"a\n nde\n") ==
      lines{
          "parsing [a.cfg:2]: unmatched quote at position 6: nde \"a",
          "parsing [a.cfg:3] : unknown keyword 'nde' in 'global' section; did you mean 'node' ?"});
}

TEST_CASE("a NUL byte is an error with its position") {
  CHECK(errors(std::string_view("global\n dae\0mon\n", 16)) ==
        lines{"parsing [a.cfg:2]: stray NUL character at position 5."});
}

TEST_CASE("a last line without LF is an error, as it may be cut") {
  CHECK(errors("global\n daemon") == lines{"parsing [a.cfg:2]: Missing LF on last line, file might "
                                           "have been truncated at position 8."});
  CHECK(errors("#") == lines{"parsing [a.cfg:1]: Missing LF on last line, file might have been "
                             "truncated at position 2."});
}

TEST_CASE("all mistakes of all files come in one go, each with its file and line") {
  std::vector<source> sources{
      {"one.cfg", "global\n foo\n"}, {"two.cfg", "daemon\nglobal\n"}, {"", "\n\nbar\n"}};
  CHECK(parse_config(sources, {}).error() ==
        lines{"parsing [one.cfg:2] : unknown keyword 'foo' in 'global' section",
              "parsing [two.cfg:1]: unknown keyword 'daemon' out of section.",
              "parsing [:3]: unknown keyword 'bar' out of section."});
}

TEST_CASE("what one file sets holds in the next") {
  std::vector<source> sources{{"one.cfg", "global\n nbproc 2\n setenv A b\n"},
                              {"two.cfg", "global\n description \"$A\"\n daemon\n"}};
  configuration expected = config_defaults();
  expected.nbproc = 2;
  expected.daemon = true;
  expected.description = "b";
  expected.environment = {"A=b"};
  CHECK(*parse_config(sources, {}) == expected);
}

TEST_CASE("a file that is no configuration at all ends after 1000 errors") {
  std::string text;
  for (int line = 0; line < 5000; ++line)
    text += "junk\n";
  auto found = errors(text);
  REQUIRE(found.size() == 1001);
  CHECK(found[999] == "parsing [a.cfg:1000]: unknown keyword 'junk' out of section.");
  CHECK(found[1000] == "parsing [a.cfg:1001]: too many errors, the rest is not read.");
}

} // namespace mw::config::config_test
