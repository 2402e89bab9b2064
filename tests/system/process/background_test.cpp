// -D and -p of the real program: ends of launcher and master, and the pid file.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>

#include <sys/stat.h>

using namespace mw;
using namespace mw::test;

namespace {

/// A master in the background, known by its pid file; killed at the end.
class background_master {
public:
  explicit background_master(const std::string& pid_file)
      : text_(read_file(pid_file)), fd_(pidfd_of(text_.empty() ? 0 : std::stoi(text_))) {}

  ~background_master() {
    if (fd_)
      net::send_signal(fd_.get(), SIGKILL);
  }

  const std::string& pid_line() const { return text_; }

  bool runs() const { return fd_ && !wait_for(fd_.get(), POLLIN, deadline{seconds{0}}); }

  bool has_ended() const { return wait_for(fd_.get(), POLLIN, deadline{patience}); }

  bool ends_on(int signal) const {
    net::send_signal(fd_.get(), signal);
    return wait_for(fd_.get(), POLLIN, deadline{patience});
  }

private:
  std::string text_;
  net::unique_fd fd_;
};

struct place {
  temporary_folder folder;
  std::string pid_file = folder / "pid";
  std::vector<std::string> arguments{"-D",     "-S", folder / "cli",   "-p",
                                     pid_file, "-f", folder / "mw.cfg"};
};

} // namespace

TEST_CASE("with -D the launcher ends with 0 when the service is there, and the pid file names the "
          "master") {
  auto here = place{};
  write_file(here.folder / "mw.cfg", "global\n  nbproc 2\n");
  auto launcher = program{{.arguments = here.arguments}};
  CHECK(launcher.await_end().number() == 0);
  auto master = background_master{here.pid_file};
  REQUIRE(master.runs());
  CHECK(master.pid_line() != fmt::format("{}\n", launcher.pid()));
  CHECK(talk(here.folder / "cli", "@1 show version;@2 show version\n") == MW_VERSION
        "\n\n" MW_VERSION "\n\n");
  CHECK_THAT(
      talk(here.folder / "cli", "show proc\n"),
      Catch::Contains("\n" + master.pid_line().substr(0, master.pid_line().size() - 1) + " "));
  CHECK(master.ends_on(SIGTERM));
  CHECK(here.folder.names() == std::vector<std::string>{"mw.cfg", "pid"});
}

TEST_CASE(
    "with -D a service that does not come makes the launcher fail, and there is no pid file") {
  auto here = place{};
  write_file(here.folder / "mw.cfg", "global\n  ulimit-n 4000000000\n");
  auto launcher = program{{.arguments = here.arguments}};
  CHECK(launcher.await_end().number() == 1);
  CHECK_THAT(launcher.errors(), Catch::Contains("giving up"));
  CHECK(here.folder.names() == std::vector<std::string>{"mw.cfg"});
}

TEST_CASE("with -D a wrong configuration is told on the launcher's stderr, and it fails") {
  auto here = place{};
  write_file(here.folder / "mw.cfg", "bogus\n");
  auto launcher = run({.arguments = here.arguments});
  CHECK_THAT(launcher.errors, Catch::Contains("mw.cfg:1]: unknown keyword 'bogus' out of section"));
  CHECK(launcher.code == 1);
  CHECK(here.folder.names() == std::vector<std::string>{"mw.cfg"});
}

TEST_CASE("in the foreground the pid file is there when the service is, and stays after its end") {
  auto folder = temporary_folder{};
  auto pid_file = folder / "pid";
  auto master = service{{.arguments = {"-p", pid_file}}};
  master.await("the pid file is written", [&] { return !read_file(pid_file).empty(); });
  CHECK(read_file(pid_file) == fmt::format("{}\n", master.process().pid()));
  master.process().signal(SIGTERM);
  master.process().await_end();
  CHECK(folder.names() == std::vector<std::string>{"pid"});
}

TEST_CASE("a pid file that cannot be written is told before anything starts") {
  auto here = place{};
  write_file(here.folder / "mw.cfg", "global\n");
  auto ended = run({.arguments = {"-S", here.folder / "cli", "-p", here.folder / "no/pid", "-f",
                                  here.folder / "mw.cfg"}});
  CHECK_THAT(ended.errors,
             Catch::Contains("cannot write the pid file '" + (here.folder / "no/pid") +
                             "': No such file or directory\n"));
  CHECK(ended.code == 1);
  CHECK(here.folder.names() == std::vector<std::string>{"mw.cfg"});
}

TEST_CASE("with -D a second one takes over the unix paths of the first one, as -sf says") {
  auto here = place{};
  write_file(here.folder / "mw.cfg",
             fmt::format("global\n  nbproc 1\n  stats socket {0}/stats\nfrontend f\n  mode tcp\n"
                         "  timeout client 5s\n  bind {0}/web\n",
                         here.folder.path()));
  CHECK(run({.arguments = here.arguments}).code == 0);
  auto first = background_master{here.pid_file};
  REQUIRE(first.runs());
  auto pid = first.pid_line().substr(0, first.pid_line().size() - 1);
  here.arguments.insert(here.arguments.end(), {"-sf", pid});
  auto launched = run({.arguments = here.arguments});
  CHECK(launched.errors.find("a live process") == std::string::npos);
  CHECK(launched.code == 0);
  auto second = background_master{here.pid_file};
  CHECK(second.pid_line() != first.pid_line());
  CHECK(second.runs());
  CHECK(talk(here.folder / "stats", "show version\n") == MW_VERSION "\n\n");
  CHECK(first.has_ended());
}
