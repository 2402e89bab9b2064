// The pid file: its content, its mode, and files that must not be overwritten.
#include "net/process/pid_file.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

#include <sys/stat.h>
#include <unistd.h>

namespace mw::pid_file_test {

using net::write_pid_file;

namespace {

std::string content(const std::string& path) {
  std::ostringstream all;
  all << std::ifstream(path).rdbuf();
  return all.str();
}

void fill(const std::string& path, const std::string& text) {
  std::ofstream(path) << text;
}

mode_t mode_of(const std::string& path) {
  struct stat found {};

  REQUIRE(::lstat(path.c_str(), &found) == 0);
  return found.st_mode;
}

} // namespace

TEST_CASE("the pid file holds the pid and a line end, readable for all", "[pid_file]") {
  temporary_folder folder;
  auto before = ::umask(077);
  auto written = write_pid_file(folder / "m.pid", 4711);
  ::umask(before);
  REQUIRE(written);
  CHECK(content(folder / "m.pid") == "4711\n");
  CHECK(mode_of(folder / "m.pid") == (S_IFREG | 0644));
}

TEST_CASE("an old pid file is replaced by a new file, whatever its mode", "[pid_file]") {
  temporary_folder folder;
  fill(folder / "m.pid", "1234567890\n");
  REQUIRE(::link((folder / "m.pid").c_str(), (folder / "old").c_str()) == 0);
  REQUIRE(::chmod((folder / "m.pid").c_str(), 0400) == 0);
  REQUIRE(write_pid_file(folder / "m.pid", 1));
  CHECK(content(folder / "m.pid") == "1\n");
  CHECK(mode_of(folder / "m.pid") == (S_IFREG | 0644));
  CHECK(content(folder / "old") == "1234567890\n");
}

TEST_CASE("a planted symlink is replaced and its target left alone", "[pid_file]") {
  temporary_folder folder;
  fill(folder / "precious", "keep\n");
  REQUIRE(::symlink((folder / "precious").c_str(), (folder / "m.pid").c_str()) == 0);
  REQUIRE(write_pid_file(folder / "m.pid", 7));
  CHECK(content(folder / "precious") == "keep\n");
  CHECK(content(folder / "m.pid") == "7\n");
  CHECK(mode_of(folder / "m.pid") == (S_IFREG | 0644));
}

TEST_CASE("a missing folder is an error of one line", "[pid_file]") {
  temporary_folder folder;
  auto path = folder / "missing/m.pid";
  auto written = write_pid_file(path, 7);
  REQUIRE_FALSE(written);
  CHECK(written.error() == "Cannot create pidfile " + path + ": No such file or directory");
}

TEST_CASE("a folder or a pipe in the place of the pid file stays", "[pid_file]") {
  temporary_folder folder;
  auto path = folder / "m.pid";
  auto refusal = "Cannot create pidfile " + path + ": it exists and is no regular file";
  SECTION("a folder") {
    REQUIRE(::mkdir(path.c_str(), 0700) == 0);
  }
  SECTION("a pipe") {
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  }
  auto before = mode_of(path);
  auto written = write_pid_file(path, 7);
  REQUIRE_FALSE(written);
  CHECK(written.error() == refusal);
  CHECK(mode_of(path) == before);
}

} // namespace mw::pid_file_test
