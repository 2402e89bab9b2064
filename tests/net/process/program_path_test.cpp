// Programs that are found, and others that are not.
#include "net/process/program_path.hpp"
#include "tests/support/forked.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>

#include <sys/stat.h>

namespace mw::program_path_test {

using namespace mw::test;

namespace {

/// Folders `a` and `b`, each with some files.
struct two_folders {
  temporary_folder root;
  std::string a = root / "a";
  std::string b = root / "b";
  std::string both = a + ":" + b;

  two_folders() {
    for (const auto& folder : {a, b})
      REQUIRE(::mkdir(folder.c_str(), 0755) == 0);
  }
};

std::string make_file(const std::string& path, mode_t mode = 0755) {
  std::ofstream{path} << "#!/bin/sh\n";
  REQUIRE(::chmod(path.c_str(), mode) == 0);
  return path;
}

/// Looks for a program. Answers its path, or the error's name.
std::string found(std::string_view name, std::optional<std::string_view> path) {
  auto program = net::find_program(name, path);
  if (program)
    return *program;
  return program.error() == std::errc::no_such_file_or_directory ? "ENOENT"
         : program.error() == std::errc::permission_denied       ? "EACCES"
                                                                 : program.error().message();
}

} // namespace

TEST_CASE("a program is the first of its name in the folders of PATH") {
  two_folders folders;
  auto second = make_file(folders.b + "/tool");
  CHECK(found("tool", folders.both) == second);
  auto first = make_file(folders.a + "/tool");
  CHECK(found("tool", folders.both) == first);
  CHECK(found("other", folders.both) == "ENOENT");
  CHECK(found("", folders.both) == "ENOENT");
}

TEST_CASE("what cannot be run is passed over, but named if there is nothing better") {
  two_folders folders;
  make_file(folders.a + "/plain", 0644);
  CHECK(found("plain", folders.both) == "EACCES");
  auto better = make_file(folders.b + "/plain");
  CHECK(found("plain", folders.both) == better);
  REQUIRE(::mkdir((folders.a + "/folder").c_str(), 0755) == 0);
  CHECK(found("folder", folders.both) == "EACCES");
}

TEST_CASE("folders of PATH that are missing or are none are passed over") {
  two_folders folders;
  auto tool = make_file(folders.b + "/tool");
  auto file = make_file(folders.a + "/file");
  CHECK(found("tool", folders.root / "missing" + ":" + file + ":" + folders.b) == tool);
  CHECK(found("tool", file) == "ENOENT");
}

TEST_CASE("a name with a slash is not looked for in PATH") {
  two_folders folders;
  auto tool = make_file(folders.a + "/tool");
  auto plain = make_file(folders.a + "/plain", 0644);
  CHECK(found(tool, "") == tool);
  CHECK(found(folders.a + "/../a/tool", std::nullopt) == folders.a + "/../a/tool");
  CHECK(found(plain, folders.both) == "EACCES");
  CHECK(found(folders.a, folders.both) == "EACCES");
  CHECK(found(folders.a + "/missing", folders.both) == "ENOENT");
  CHECK(found("a/tool", folders.root.path()) == "ENOENT");
  CHECK(found(tool + "/x", folders.both) == "Not a directory");
}

TEST_CASE("an empty entry of PATH is the current folder") {
  two_folders folders;
  make_file(folders.a + "/mw-tool");
  for (const auto& path : {std::string{}, ":" + folders.b, folders.b + ":", folders.b + "::/bin"})
    CHECK(forked([&] {
            return ::chdir(folders.a.c_str()) == 0 ? found("mw-tool", path) : "no folder";
          }) == "./mw-tool");
  CHECK(forked([&] {
          return ::chdir(folders.a.c_str()) == 0 ? found("mw-tool", folders.b) : "no folder";
        }) == "ENOENT");
}

TEST_CASE("without PATH programs are looked for in the usual folders") {
  CHECK(found("sh", std::nullopt) == "/usr/bin/sh");
  CHECK(found("mw-no-such-program", std::nullopt) == "ENOENT");
}

TEST_CASE("a name that no file can have is an error of its own") {
  CHECK(found(std::string(300, 'n'), "/bin") == "File name too long");
}

TEST_CASE("a folder that the user may not enter counts as one without permission") {
  two_folders folders;
  make_file(folders.a + "/tool");
  REQUIRE(::chmod(folders.root.path().c_str(), 0755) == 0);
  REQUIRE(::chmod(folders.a.c_str(), 0600) == 0);
  auto text = forked([&] {
    constexpr auto nobody = 65534;
    if (::geteuid() == 0 && ::setresuid(nobody, nobody, nobody) != 0)
      return std::string{"still root"};
    return found("tool", folders.both);
  });
  CHECK(text == "EACCES");
}

} // namespace mw::program_path_test
