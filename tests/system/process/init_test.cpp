// The real program as PID 1 of a container: orphans, signals, its end.
#include "tests/programs/container.hpp"
#include "tests/programs/processes.hpp"
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>

using namespace mw;
using namespace mw::test;

namespace {

using words = std::vector<std::string>;

std::string name_of(pid_t pid) {
  return read_file(fmt::format("/proc/{}/comm", pid));
}

/// A running master below an init; pids as this side of the namespace sees them.
class container {
public:
  /// `first` is started as PID 1 and becomes the program by exec.
  explicit container(const words& first = {})
      : process_({.arguments = configured(folder_), .in_front = in_container(first)}) {
    process_.await_error("Loading success.");
    init_ = children_of(process_.pid()).at(0);
  }

  program& process() { return process_; }

  std::string talk(std::string_view text) const { return test::talk(folder_ / "cli", text); }

  /// Awaits a child of PID 1 that is not the master.
  pid_t await_stranger(const std::string& name) {
    auto found = pid_t{0};
    await([&] {
      for (auto child : children_of(init_))
        found = name_of(child) == name + "\n" ? child : found;
      return found != 0;
    });
    return found;
  }

  template <class Condition>
  void await(const Condition& holds) {
    auto until = deadline{patience};
    while (!holds() && !until.passed())
      process_.await_news();
  }

  void signal(int number) const { ::kill(init_, number); }

private:
  static words configured(const temporary_folder& folder) {
    write_file(folder / "mw.cfg", "global\n  nbproc 2\n");
    return {"-S", folder / "cli", "-f", folder / "mw.cfg"};
  }

  temporary_folder folder_;
  program process_;
  pid_t init_ = 0;
};

} // namespace

TEST_CASE("as the first process of a container the program is its own init, and serves below it") {
  if (!is_permitted())
    return;
  auto here = container{};
  CHECK_THAT(here.talk("show proc\n"), Catch::Contains("\n2               master"));
  CHECK(here.talk("@1 show version;@2 show version\n") == MW_VERSION "\n\n" MW_VERSION "\n\n");
}

TEST_CASE("in a container a TERM for the first process stops the master, with its exit code") {
  if (!is_permitted())
    return;
  auto here = container{};
  here.signal(SIGTERM);
  CHECK(here.process().await_end().number() == 0);
  CHECK_THAT(here.process().errors(), Catch::Contains("Exiting Master process..."));
}

TEST_CASE("in a container the master's exit code is that of the container") {
  if (!is_permitted())
    return;
  auto here = container{};
  here.signal(SIGINT);
  CHECK(here.process().await_end().number() == 130);
}

TEST_CASE("in a container an orphan that the master does not know is reaped") {
  if (!is_permitted())
    return;
  auto folder = temporary_folder{};
  auto fifo = folder / "orphan";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  auto here = container{{"/bin/sh", "-c", "(cat \"$0\" >/dev/null 2>&1 &); exec \"$@\"", fifo}};
  auto orphan = here.await_stranger("cat");
  REQUIRE(orphan != 0);
  net::unique_fd{::open(fifo.c_str(), O_WRONLY | O_CLOEXEC)}.reset();
  auto place = fmt::format("/proc/{}", orphan);
  here.await([&] { return !std::filesystem::exists(place); });
  CHECK_FALSE(std::filesystem::exists(place));
  CHECK(here.talk("@1 show version\n") == MW_VERSION "\n\n");
}
