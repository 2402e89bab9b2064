// Command lines.
#include "actors/command_line/options.hpp"

#include <catch2/catch.hpp>

namespace mw::options_test {

namespace {

using words = std::vector<std::string>;

command_line parse(words arguments) {
  arguments.insert(arguments.begin(), "mw-actors");
  return parse_options(arguments);
}

master_options good(const words& arguments) {
  auto line = parse(arguments);
  INFO(Catch::StringMaker<words>::convert(arguments));
  REQUIRE(std::holds_alternative<master_options>(line));
  return std::get<master_options>(line);
}

/// The text of a command line that ends the program with this exit code.
std::string text(const words& arguments, int exit_code) {
  auto line = parse(arguments);
  INFO(Catch::StringMaker<words>::convert(arguments));
  REQUIRE(std::holds_alternative<end_now>(line));
  CHECK(std::get<end_now>(line).exit_code == exit_code);
  return std::get<end_now>(line).text;
}

std::string error(const words& arguments) {
  return text(arguments, 1);
}

} // namespace

TEST_CASE("one configuration is all that is needed") {
  auto options = good({"-f", "a.cfg"});
  CHECK(options.config_paths == words{"a.cfg"});
  CHECK(options.binds.empty());
  CHECK(options.change_to.empty());
  CHECK(options.pid_file.empty());
  CHECK(options.trace_file.empty());
  CHECK_FALSE(options.nbproc);
  CHECK_FALSE(options.daemon);
  CHECK_FALSE(options.foreground);
  CHECK_FALSE(options.check_only);
  CHECK_FALSE(options.quiet);
  CHECK_FALSE(options.verbose);
  CHECK(options.warnings.empty());
}

TEST_CASE("every option of a master is taken") {
  auto options = good({"-W",       "-S", "/a,level,user", "-D", "-db",      "-q",     "-V",
                       "-c",       "-C", "/tmp",          "-p", "/run/pid", "-f",     "a",
                       "--nbproc", "3",  "--actor-trace", "t",  "-S",       "abns@b", "-f",
                       "b"});
  REQUIRE(options.binds.size() == 2);
  CHECK(options.binds[0].where == *net::parse_address("/a"));
  CHECK(options.binds[0].level == access_level::user);
  CHECK(options.binds[1].where == *net::parse_address("abns@b"));
  CHECK(options.config_paths == words{"a", "b"});
  CHECK(options.change_to == "/tmp");
  CHECK(options.pid_file == "/run/pid");
  CHECK(options.trace_file == "t");
  CHECK(options.nbproc == 3U);
  CHECK(options.daemon);
  CHECK(options.foreground);
  CHECK(options.check_only);
  CHECK(options.quiet);
  CHECK(options.verbose);
  CHECK(options.warnings.empty());
}

TEST_CASE("option -d stays in the foreground and says more") {
  auto options = good({"-d", "-f", "a"});
  CHECK(options.foreground);
  CHECK(options.verbose);
  CHECK_FALSE(options.daemon);
}

TEST_CASE("option -Ws stays in the foreground and tells systemd") {
  auto options = good({"-Ws", "-f", "a"});
  CHECK(options.notify);
  CHECK(options.foreground);
  CHECK_FALSE(options.daemon);
  CHECK_FALSE(good({"-W", "-f", "a"}).notify);
}

TEST_CASE("all that follows -- is configuration") {
  CHECK(good({"-f", "a", "--", "b", "-c", "--", ""}).config_paths ==
        words{"a", "b", "-c", "--", ""});
  CHECK(good({"--", "b"}).config_paths == words{"b"});
}

TEST_CASE("an argument that looks like an option is still an argument") {
  auto options = good({"-f", "-c", "-p", "-f"});
  CHECK(options.config_paths == words{"-c"});
  CHECK(options.pid_file == "-f");
  CHECK_FALSE(options.check_only);
}

TEST_CASE("long options may have their argument behind an equal sign") {
  auto options = good({"--nbproc=64", "--actor-trace=a=b", "-f", "a"});
  CHECK(options.nbproc == 64U);
  CHECK(options.trace_file == "a=b");
  CHECK(error({"--help=x"}) == "unknown option '--help=x'; see --help\n");
}

TEST_CASE("options of HAProxy that have no effect here are warnings") {
  CHECK(good({"-n", "100", "-N", "5", "-m", "64", "-L", "peer", "-dM", "-dM0x50", "-de", "-dKall",
              "-f", "a"})
            .warnings ==
        words{"option '-n 100' has no effect here", "option '-N 5' has no effect here",
              "option '-m 64' has no effect here", "option '-L peer' has no effect here",
              "option '-dM' has no effect here", "option '-dM0x50' has no effect here",
              "option '-de' has no effect here", "option '-dKall' has no effect here"});
}

TEST_CASE("with HAProxy as worker its options are passed on, and no warnings") {
  auto options = good({"--worker", "haproxy", "-q", "-n", "100", "-L", "peer", "-dM0x50", "-V",
                       "-x", "/dev/null", "-f", "a"});
  CHECK(options.worker == "haproxy");
  CHECK(options.worker_words == words{"-q", "-n", "100", "-L", "peer", "-dM0x50", "-V"});
  CHECK(options.no_transfer);
  CHECK(options.warnings.empty());
}

TEST_CASE("what HAProxy is asked about itself it answers, once it is known which one") {
  auto line = parse({"--worker", "haproxy", "-cc", "feature(OPENSSL)"});
  REQUIRE(std::holds_alternative<end_now>(line));
  CHECK(std::get<end_now>(line).text.empty());
  CHECK(std::get<end_now>(line).then_run == words{"haproxy", "-cc", "feature(OPENSSL)"});
  CHECK(std::get<end_now>(parse({"--worker", "haproxy", "-vv"})).then_run ==
        words{"haproxy", "-vv"});
  CHECK(std::get<end_now>(parse({"--worker", "haproxy", "-v"})).then_run == words{"haproxy", "-v"});
  CHECK(std::get<end_now>(parse({"-vv"})).then_run.empty());
  CHECK(error({"-cc", "1"}) ==
        "option '-cc' is answered by HAProxy, and needs --worker in front of it\n");
}

TEST_CASE("the options -W and -Ws ask for an exit code in place of SIGINT") {
  CHECK_FALSE(good({"-f", "a"}).as_master);
  CHECK(good({"-W", "-f", "a"}).as_master);
  CHECK(good({"-Ws", "-f", "a"}).as_master);
}

TEST_CASE("options of -S that have no effect are warnings") {
  CHECK(good({"-S", "127.0.0.1:0,mode,600", "-f", "a"}).warnings ==
        words{"-S " + net::to_string(*net::parse_address("127.0.0.1:0")) +
              ": owner and mode only concern the path of a unix socket"});
}

TEST_CASE("unknown options and stray words are errors that name them") {
  CHECK(error({"-Z"}) == "unknown option '-Z'; see --help\n");
  CHECK(error({"-f", "a", "--nbpro", "3"}) == "unknown option '--nbpro'; see --help\n");
  CHECK(error({"-dq"}) == "unknown option '-dq'; see --help\n");
  CHECK(error({"-daemon"}) == "unknown option '-daemon'; see --help\n");
  CHECK(error({"-"}) == "unknown option '-'; see --help\n");
  CHECK(error({"a.cfg"}) == "unexpected argument 'a.cfg'; see --help\n");
  CHECK(error({""}) == "unexpected argument ''; see --help\n");
  CHECK(error({"-\n\x1b[2J"}) == "unknown option '-??[2J'; see --help\n");
}

TEST_CASE("missing arguments are errors that name the option") {
  CHECK(error({"-f", "a", "-S"}) ==
        "Socket and optional bind parameters expected with the -S flag\n");
  CHECK(error({"-f"}) == "option '-f' expects <file|dir>\n");
  CHECK(error({"-C"}) == "option '-C' expects <dir>\n");
  CHECK(error({"-p"}) == "option '-p' expects <file>\n");
  CHECK(error({"-n"}) == "option '-n' expects <maxconn>\n");
  CHECK(error({"--nbproc"}) == "option '--nbproc' expects <n>\n");
  CHECK(error({"--actor-trace"}) == "option '--actor-trace' expects <file>\n");
}

TEST_CASE("empty and wrong arguments are errors that name the option") {
  CHECK(error({"-S", ""}) == "-S '': an address is expected\n");
  CHECK(error({"-S", "/p,foo"}) == "-S '/p,foo': unknown keyword 'foo'.\n");
  CHECK(error({"-f", ""}) == "option '-f' expects <file|dir>, got ''\n");
  CHECK(error({"-p", ""}) == "option '-p' expects <file>, got ''\n");
  CHECK(error({"-n", "many"}) == "option '-n' expects a number, got 'many'\n");
  for (const std::string number : {"0", "65", "-1", "x", "", "4 "})
    CHECK(error({"--nbproc", number}) ==
          "option '--nbproc' expects a number from 1 to 64, got '" + number + "'\n");
}

TEST_CASE("a command line without a configuration is an error") {
  auto expected = "no configuration: -f <file|dir> is expected; see --help\n";
  CHECK(error({}) == expected);
  CHECK(error({"-S", "/p"}) == expected);
  CHECK(error({"--"}) == expected);
}

TEST_CASE("who asks for a reload names a CLI, and no configuration") {
  CHECK(error({"--reload", "-f", "a"}) == "--reload needs the -S of the master that it asks\n");
  CHECK(good({"--reload", "-S", "/p"}).ask_reload);
  CHECK_FALSE(good({"-S", "/p", "-f", "a"}).ask_reload);
}

TEST_CASE("two -S on one path are an error however the path is written") {
  CHECK(error({"-S", "/a", "-S", "/b", "-S", "unix@//a,level,user", "-f", "a"}) ==
        "-S '/a': more than one -S with this path\n");
  CHECK(good({"-S", "/a", "-S", "/b", "-S", "abns@a", "-f", "a"}).binds.size() == 3);
}

TEST_CASE("option -v prints one line with the version and ends well") {
  CHECK(text({"-v"}, 0) == "mw-actors version " MW_VERSION
                           " - master process with HAProxy's master CLI\n");
  CHECK(text({"-f", "a", "-v", "-Z"}, 0) == text({"-v"}, 0));
}

TEST_CASE("option -vv prints the version and what the program was built with") {
  auto report = text({"-vv"}, 0);
  CHECK(report.starts_with(text({"-v"}, 0)));
  for (const auto* part : {"compiler", "CAF", "asio", "fmt", "nlohmann-json", "tl-expected"})
    CHECK(report.find(part) != std::string::npos);
}

TEST_CASE("options --help and -h print every option and end well") {
  auto help = text({"--help"}, 0);
  CHECK(help == text({"-h"}, 0));
  for (const auto* option :
       {"-S", "-f", "-W", "-Ws", "-D", "-d", "-db",  "-q", "-V",       "-v",           "-c",
        "-C", "-p", "-n", "-L",  "-m", "-N", "-dM,", "--", "--nbproc", "--actor-trace"})
    CHECK(help.find(std::string("\n  ") + option + " ") != std::string::npos);
  CHECK(help.find("--worker-control") == std::string::npos);
}

TEST_CASE("the command line of a worker is told from the master's") {
  auto line = parse_options(worker_arguments("/usr/sbin/mw-actors", {5, 7, 2, 3}));
  REQUIRE(std::holds_alternative<worker_options>(line));
  CHECK(std::get<worker_options>(line).control_fd == 5);
}

TEST_CASE("a worker's command line that a person typed is refused") {
  auto expected = "--worker-control is only for the master's use\n";
  CHECK(error({"--worker-control"}) == expected);
  CHECK(error({"--worker-control", "3"}) == expected);
  CHECK(error({"--worker-control=3", "--worker-config=4"}) == expected);
  CHECK(error({"-f", "a", "--worker-control=3"}) ==
        "unknown option '--worker-control=3'; see --help\n");
}

TEST_CASE("no words at all are no crash") {
  auto line = parse_options({});
  REQUIRE(std::holds_alternative<end_now>(line));
  CHECK(std::get<end_now>(line).exit_code == 1);
}

TEST_CASE("a service of systemd does not go to the background") {
  auto end = std::get<end_now>(parse_options({"mw-actors", "-Ws", "-D", "-f", "a.cfg"}));
  CHECK(end.exit_code == 1);
  CHECK_THAT(end.text, Catch::Contains("-Ws and -D exclude each other"));
}

} // namespace mw::options_test
