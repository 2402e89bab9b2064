// Starts that must not happen, and effects of the command line's options.
#include "tests/programs/service.hpp"
#include "tests/support/sockets.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <regex>

using namespace mw;
using namespace mw::test;

namespace {

/// A folder with a sound configuration, for starts that end at once.
struct place {
  place() { write_file(cfg, "global\n  nbproc 1\n"); }

  temporary_folder folder;
  std::string cfg = folder / "mw.cfg";
  std::string cli = folder / "cli";

  finished start(std::vector<std::string> arguments) const {
    return run({.arguments = std::move(arguments)});
  }

  finished start_with_bind(const std::string& bind) const { return start({"-S", bind, "-f", cfg}); }

  /// Puts the folder in the place of DIR.
  std::string named(std::string text) const {
    for (auto at = text.find("DIR"); at != std::string::npos; at = text.find("DIR"))
      text.replace(at, 3, folder.path());
    return text;
  }

  /// Tells whether no file was added.
  bool is_clean() const { return folder.names() == std::vector<std::string>{"mw.cfg"}; }
};

/// Cuts the pid out of `[ALERT]    (123) : text`.
std::string without_pid(const std::string& text) {
  return std::regex_replace(text, std::regex{R"(\(\d+\) : )"}, "(pid) : ");
}

std::string alert(const std::string& text) {
  return "[ALERT]    (pid) : " + text + "\n";
}

} // namespace

TEST_CASE("a wrong command line is one line on stderr and exit code 1, and nothing is started") {
  auto [arguments, line] = GENERATE(table<std::vector<std::string>, std::string>({
      {{"--bogus"}, "unknown option '--bogus'; see --help"},
      {{"-S", "DIR/cli"}, "no configuration: -f <file|dir> is expected; see --help"},
      {{"stray"}, "unexpected argument 'stray'; see --help"},
      {{"-f"}, "option '-f' expects <file|dir>"},
      {{"-S"}, "Socket and optional bind parameters expected with the -S flag"},
      {{"-f", "DIR/mw.cfg", "--nbproc", "0"},
       "option '--nbproc' expects a number from 1 to 64, got '0'"},
      {{"-f", "DIR/mw.cfg", "--nbproc=many"},
       "option '--nbproc' expects a number from 1 to 64, got 'many'"},
      {{"-S", "DIR/cli,foo", "-f", "DIR/mw.cfg"}, "-S 'DIR/cli,foo': unknown keyword 'foo'."},
      {{"-S", "DIR/cli,lvel", "-f", "DIR/mw.cfg"},
       "-S 'DIR/cli,lvel': unknown keyword 'lvel'. Did you mean 'level' maybe ?"},
      {{"-S", "DIR/cli,level", "-f", "DIR/mw.cfg"}, "-S 'DIR/cli,level': 'level' : missing level"},
      {{"-S", "DIR/cli,mode,789", "-f", "DIR/mw.cfg"},
       "-S 'DIR/cli,mode,789': 'mode' : missing or invalid mode '789' (octal integer expected)"},
      {{"-S", "DIR/cli", "-S", "DIR/cli", "-f", "DIR/mw.cfg"},
       "-S 'DIR/cli': more than one -S with this path"},
      {{"-S", "127.0.0.1", "-f", "DIR/mw.cfg"},
       "-S '127.0.0.1': missing port specification in '127.0.0.1'"},
  }));
  auto here = place{};
  auto words = arguments;
  for (auto& word : words)
    word = here.named(word);
  auto ended = here.start(words);
  CHECK(ended.errors == here.named(line) + "\n");
  CHECK(ended.out.empty());
  CHECK(ended.code == 1);
  CHECK(here.is_clean());
}

TEST_CASE(
    "a socket that cannot be made is one line on stderr and exit code 1, and nothing is left") {
  auto [bind, line] = GENERATE(table<std::string, std::string>({
      {"DIR/no/such/cli",
       "[ALERT]    (pid) : cannot listen on 'DIR/no/such/cli': No such file or directory\n"},
      {"DIR/mw.cfg",
       "[ALERT]    (pid) : cannot listen on 'DIR/mw.cfg': it exists and is no socket\n"},
      {"fd@77", "[ALERT]    (pid) : cannot listen on 'fd@77': cannot use file descriptor '77' : "
                "Bad file descriptor.\n"},
  }));
  auto here = place{};
  auto ended = here.start_with_bind(here.named(bind));
  CHECK(without_pid(ended.errors) == here.named(line));
  CHECK(ended.code == 1);
  CHECK(here.is_clean());
}

TEST_CASE("a path longer than the kernel's limit is one line on stderr that names it") {
  auto here = place{};
  auto path = here.folder / std::string(200, 'x');
  auto ended = here.start_with_bind(path);
  CHECK_THAT(ended.errors, Catch::Contains(path) && Catch::Contains("too long"));
  CHECK(ended.errors.find('\n') == ended.errors.size() - 1);
  CHECK(ended.code == 1);
  CHECK(here.is_clean());
}

TEST_CASE("a second socket that cannot be made takes the first one away again") {
  auto here = place{};
  auto ended = here.start({"-S", here.cli, "-S", here.folder / "no/cli", "-f", here.cfg});
  CHECK(ended.code == 1);
  CHECK(here.is_clean());
}

TEST_CASE("an unreadable configuration is named, and nothing is started") {
  auto here = place{};
  auto ended = here.start({"-S", here.cli, "-f", here.folder / "none.cfg"});
  CHECK(without_pid(ended.errors) ==
        alert("Cannot open configuration file/directory " + (here.folder / "none.cfg") +
              " : No such file or directory"));
  CHECK(ended.code == 1);
  CHECK(here.is_clean());
}

TEST_CASE("all errors of a configuration are told in one go, and nothing is started") {
  auto here = place{};
  write_file(here.cfg, "global\n  nbproc 0\n  bogus\n  ulimit-n x\n");
  auto ended = here.start_with_bind(here.cli);
  auto parsing = [&](int line) {
    return fmt::format("config : parsing [{}:{}] : ", here.cfg, line);
  };
  CHECK(without_pid(ended.errors) ==
        alert(parsing(2) + "'nbproc' must be between 1 and 64 (was 0).") +
            alert(parsing(3) + "unknown keyword 'bogus' in 'global' section") +
            alert(parsing(4) + "'ulimit-n' expects a positive integer argument, got 'x'.") +
            alert("config : Error(s) found in configuration file : " + here.cfg) +
            alert("config : Fatal errors found in configuration."));
  CHECK(ended.code == 1);
  CHECK(here.is_clean());
}

TEST_CASE("a path that another master serves is refused, and that one keeps working") {
  auto first = service{};
  auto here = place{};
  auto second = here.start_with_bind(first.path());
  CHECK(without_pid(second.errors) ==
        alert("cannot listen on '" + first.path() + "': a live process serves it already (pid " +
              std::to_string(first.process().pid()) + ")"));
  CHECK(second.code == 1);
  CHECK(first.talk("show version\n") == MW_VERSION "\n\n");
}

TEST_CASE("a stale socket is replaced") {
  auto here = place{};
  make_stale(here.cli);
  auto master = program{{.arguments = {"-S", here.cli, "-f", here.cfg}}};
  master.await_error("Loading success.");
  CHECK(talk(here.cli, "show version\n") == MW_VERSION "\n\n");
}

TEST_CASE("a check tells whether the configuration is sound, and starts nothing") {
  auto here = place{};
  write_file(here.cfg, "global\n  stats socket " + (here.folder / "w") + "\n");
  auto sound = here.start({"-c", "-S", here.cli, "-f", here.cfg});
  CHECK(sound.out == "Configuration file is valid\n");
  CHECK(sound.errors.empty());
  CHECK(sound.code == 0);
  auto quiet = here.start({"-c", "-q", "-f", here.cfg});
  CHECK((quiet.out + quiet.errors).empty());
  CHECK(quiet.code == 0);
  write_file(here.cfg, "bogus\n");
  CHECK(here.start({"-c", "-f", here.cfg}).code == 1);
  CHECK(here.is_clean());
}

TEST_CASE("a check warns of a configuration without a listener") {
  auto here = place{};
  auto checked = here.start({"-c", "-f", here.cfg});
  CHECK(without_pid(checked.errors) ==
        "[WARNING]  (pid) : config : there is no 'bind' and no 'stats "
        "socket' : the workers serve nobody.\n");
  CHECK(checked.out == "Configuration file is valid\n");
  CHECK(checked.code == 0);
}

TEST_CASE("a check finds what a start would fail of") {
  auto [text, told] = GENERATE(table<std::string, std::string>({
      {"program p\n  command /nonexistent/p\n",
       "the program 'p' cannot be executed: /nonexistent/p: No such file or directory"},
      {"global\n  stats socket DIR/cli\n",
       "-S and 'stats socket' have the same address 'unix@DIR/cli'"},
  }));
  auto here = place{};
  write_file(here.cfg, here.named(text));
  for (const auto& more : {std::vector<std::string>{"-c"}, std::vector<std::string>{}}) {
    auto words = more;
    words.insert(words.end(), {"-S", here.cli, "-f", here.cfg});
    auto ended = here.start(words);
    CHECK(without_pid(ended.errors) == alert(here.named(told)));
    CHECK(ended.code == 1);
    CHECK(here.is_clean());
  }
}

TEST_CASE("version and help go to stdout with exit code 0") {
  auto option = GENERATE("-v", "-vv", "--version", "--help", "-h");
  auto ended = run({.arguments = {option}});
  CHECK_THAT(ended.out, Catch::Contains("mw-actors"));
  CHECK(ended.errors.empty());
  CHECK(ended.code == 0);
}

TEST_CASE("the option -v is one line with the version, and -vv says more") {
  auto brief = run({.arguments = {"-v"}}).out;
  CHECK(brief.find('\n') == brief.size() - 1);
  CHECK_THAT(brief, Catch::Contains(MW_VERSION));
  CHECK(run({.arguments = {"-vv"}}).out.size() > brief.size());
}
