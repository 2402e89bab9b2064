// Texts in sealed memory, read by this process and by children.
#include "net/base/sealed_text.hpp"
#include "net/process/child_process.hpp"
#include "tests/support/forked.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace mw::sealed_text_test {

using namespace mw::test;

namespace {

std::string read_path(const std::string& path) {
  auto file = std::ifstream{path, std::ios::binary};
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string read_again(const net::unique_fd& fd) {
  return read_path(fmt::format("/proc/self/fd/{}", fd.get()));
}

} // namespace

TEST_CASE("a sealed text is read from its beginning, as often as it is opened") {
  auto fd = net::seal_text("test", "global\n  nbthread 1\n");
  REQUIRE(fd);
  CHECK(read_again(*fd) == "global\n  nbthread 1\n");
  CHECK(read_again(*fd) == "global\n  nbthread 1\n");
  CHECK(::lseek(fd->get(), 0, SEEK_CUR) == 0);
}

TEST_CASE("a sealed text may be empty, large, and hold any byte") {
  auto large = std::string(size_t{3} << 20, 'x');
  large[1000] = '\0';
  for (const auto& text : {std::string{}, std::string("\0\xff\r\n", 4), large}) {
    auto fd = net::seal_text("test", text);
    REQUIRE(fd);
    CHECK((read_again(*fd) == text));
  }
}

TEST_CASE("children open a sealed text by the number that they inherit") {
  auto fd = net::seal_text("test", "of the child");
  REQUIRE(fd);
  auto same = net::program{.path = "/bin/sh",
                           .arguments = {"sh", "-c",
                                         "test \"$(cat /proc/self/fd/7)\" = 'of the child' && "
                                         "test \"$(cat /proc/self/fd/7)\" = 'of the child'"},
                           .environment = {"PATH=/usr/bin:/bin"},
                           .descriptors = {{fd->get(), 7}}};
  for (auto round = 0; round < 2; ++round) {
    auto child = net::start(same);
    REQUIRE(child);
    REQUIRE(wait_for(child->pidfd.get(), POLLIN, deadline{patience}));
    CHECK(net::reap(child->pidfd.get()) == net::exit_status{});
  }
}

TEST_CASE("a sealed text cannot be changed and is not inherited by chance") {
  auto fd = net::seal_text("test", "text");
  REQUIRE(fd);
  CHECK(::pwrite(fd->get(), "x", 1, 0) == -1);
  CHECK(::pwrite(fd->get(), "x", 1, 4) == -1);
  CHECK(::ftruncate(fd->get(), 0) == -1);
  CHECK(::fcntl(fd->get(), F_ADD_SEALS, 0) == -1);
  CHECK(::fcntl(fd->get(), F_GETFD) == FD_CLOEXEC);
  CHECK(read_again(*fd) == "text");
}

TEST_CASE("a sealed text shows its name, which may be too long") {
  auto fd = net::seal_text("of worker 1", "text");
  REQUIRE(fd);
  auto link = std::filesystem::read_symlink(fmt::format("/proc/self/fd/{}", fd->get()));
  CHECK(link == "/memfd:of worker 1 (deleted)");
  CHECK(net::seal_text(std::string(249, 'n'), "text"));
  CHECK(net::seal_text(std::string(250, 'n'), "text").error() == std::errc::invalid_argument);
}

TEST_CASE("a text larger than a file may be is not sealed") {
  CHECK(run_forked([] {
          std::signal(SIGXFSZ, SIG_IGN);
          auto limit = rlimit{100, 100};
          if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
            return 1;
          auto fd = net::seal_text("test", std::string(101, 'x'));
          return !fd && fd.error() == std::errc::file_too_large ? 3 : 2;
        }).number() == 3);
}

} // namespace mw::sealed_text_test
