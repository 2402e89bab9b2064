// The real program when its stderr takes no bytes.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace mw;
using namespace mw::test;

namespace {

/// A master that is started by a shell, which redirects stderr: `2>&-`.
class unheard_master {
public:
  explicit unheard_master(const std::string& redirection)
      : process_({.arguments = configured(folder_),
                  .in_front = {"/bin/sh", "-c", "exec \"$@\" " + redirection, "sh"}}) {
    auto until = deadline{patience};
    while (read_file(folder_ / "pid").empty() && !until.passed())
      ::poll(nullptr, 0, 5); // only the pid file tells that it is ready
  }

  std::string talk(std::string_view text) const { return test::talk(folder_ / "cli", text); }

  program& process() { return process_; }

  std::string stderr_name() const {
    return std::filesystem::read_symlink(fmt::format("/proc/{}/fd/2", process_.pid()));
  }

private:
  static std::vector<std::string> configured(const temporary_folder& folder) {
    write_file(folder / "mw.cfg", "global\n  nbproc 1\n");
    return {"-S", folder / "cli", "-p", folder / "pid", "-f", folder / "mw.cfg"};
  }

  temporary_folder folder_;
  program process_;
};

/// A named pipe that is full and is not read.
struct full_pipe {
  full_pipe() {
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    end.reset(::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
    auto page = std::string(4096, 'x');
    while (::write(end.get(), page.data(), page.size()) > 0)
      continue;
  }

  temporary_folder folder;
  std::string path = folder / "stderr";
  net::unique_fd end;
};

void check_service(unheard_master& master) {
  CHECK(master.talk("@1 show version\n") == MW_VERSION "\n\n");
  master.process().signal(SIGTERM);
  CHECK(master.process().await_end().number() == 0);
}

} // namespace

TEST_CASE("a master whose stderr is a full pipe serves and stops as any other") {
  auto pipe = full_pipe{};
  auto master = unheard_master{"2>" + pipe.path};
  check_service(master);
}

TEST_CASE("a master whose stderr is a full disk serves and stops as any other") {
  auto master = unheard_master{"2>/dev/full"};
  check_service(master);
}

TEST_CASE("a master without a stderr serves, and no socket of its own takes that number") {
  auto master = unheard_master{"2>&-"};
  CHECK(master.stderr_name() == "/dev/null");
  check_service(master);
}
