// Files of configuration, and their sealed copies.
#include "actors/config/text/source.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mw::config::source_test {

namespace {

namespace fs = std::filesystem;

/// Writes a new file. Returns its path.
std::string write(const temporary_folder& files, const std::string& name, std::string_view text) {
  std::ofstream(files / name, std::ios::binary) << text;
  return files / name;
}

std::string error_of(const std::string& path) {
  auto sources = read_sources(std::vector{path});
  REQUIRE_FALSE(sources);
  return sources.error();
}

const std::vector<source> odd_sources{
    {"a.cfg", "global\n"}, {"", ""}, {std::string("\xff\0\n", 3), std::string(100000, '\0')}};

} // namespace

TEST_CASE("files are read in the order of the command line, whatever bytes they hold") {
  temporary_folder files;
  auto second = write(files, "a.cfg", std::string("\0\xff\r\n", 4));
  auto first = write(files, "b.cfg", "global\n");
  auto sources = read_sources(std::vector{first, second, first});
  REQUIRE(sources);
  CHECK(*sources == std::vector<source>{{first, "global\n"},
                                        {second, std::string("\0\xff\r\n", 4)},
                                        {first, "global\n"}});
}

TEST_CASE("no paths give no sources") {
  auto sources = read_sources({});
  REQUIRE(sources);
  CHECK(sources->empty());
}

TEST_CASE("an empty file is a source without text") {
  temporary_folder files;
  auto path = write(files, "a.cfg", "");
  auto sources = read_sources(std::vector{path});
  REQUIRE(sources);
  CHECK(*sources == std::vector<source>{{path, ""}});
}

TEST_CASE("a directory stands for its visible *.cfg in lexical order") {
  temporary_folder files;
  for (const auto* name : {"b.cfg", "10.cfg", "9.cfg", ".hidden.cfg", "c.conf", "B.cfg", ".cfg"})
    write(files, name, name);
  fs::create_directory(files / "d.cfg");
  auto sources = read_sources(std::vector{files.path()});
  REQUIRE(sources);
  CHECK(*sources == std::vector<source>{{files / "10.cfg", "10.cfg"},
                                        {files / "9.cfg", "9.cfg"},
                                        {files / "B.cfg", "B.cfg"},
                                        {files / "b.cfg", "b.cfg"}});
}

TEST_CASE("a missing file is an error that names it") {
  temporary_folder files;
  auto path = files / "missing.cfg";
  CHECK(error_of(path) ==
        "Cannot open configuration file/directory " + path + " : No such file or directory");
}

TEST_CASE("a directory without a configuration is an error that names it") {
  temporary_folder files;
  write(files, "readme", "");
  CHECK(error_of(files.path()) ==
        "Cannot open configuration file/directory " + files.path() + " : no *.cfg file in it");
}

TEST_CASE("a link in a directory that leads nowhere is an error that names it") {
  temporary_folder files;
  fs::create_symlink(files / "nowhere", files / "a.cfg");
  CHECK(error_of(files.path()) == "Cannot open configuration file/directory " + files / "a.cfg" +
                                      " : No such file or directory");
}

TEST_CASE("a file that cannot be opened, even by root, is an error that names it") {
  temporary_folder files;
  auto path = files / "a.cfg";
  REQUIRE(::mknod(path.c_str(), S_IFSOCK | 0600, 0) == 0);
  CHECK(error_of(path) ==
        "Cannot open configuration file/directory " + path + " : No such device or address");
}

TEST_CASE("16 MiB are read and one byte more is an error") {
  temporary_folder files;
  auto path = write(files, "a.cfg", "");
  fs::resize_file(path, size_t{16} << 20);
  auto sources = read_sources(std::vector{path});
  REQUIRE(sources);
  CHECK(sources->front().text.size() == size_t{16} << 20);
  fs::resize_file(path, (size_t{16} << 20) + 1);
  CHECK(error_of(path) ==
        "Cannot open configuration file/directory " + path + " : larger than 16 MiB");
}

TEST_CASE("a device without end is an error") {
  CHECK(error_of("/dev/zero") ==
        "Cannot open configuration file/directory /dev/zero : larger than 16 MiB");
}

TEST_CASE("a pipe is read to its end") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  net::unique_fd reader(ends[0]);
  net::unique_fd writer(ends[1]);
  REQUIRE(::write(writer.get(), "global\n", 7) == 7);
  writer.reset();
  auto path = "/dev/fd/" + std::to_string(reader.get());
  auto sources = read_sources(std::vector{path});
  REQUIRE(sources);
  CHECK(*sources == std::vector<source>{{path, "global\n"}});
}

TEST_CASE("sealed sources come back byte for byte, as often as they are asked for") {
  auto fd = seal_sources(odd_sources);
  REQUIRE(fd);
  CHECK(unseal_sources(fd->get())->sources == odd_sources);
  CHECK(unseal_sources(fd->get())->sources == odd_sources);
  auto none = seal_sources({});
  REQUIRE(none);
  CHECK(unseal_sources(none->get())->sources.empty());
}

TEST_CASE("two workers that share the descriptor read the same sources at once") {
  auto fd = seal_sources(odd_sources);
  REQUIRE(fd);
  bool same = false;
  std::thread other([&] { same = unseal_sources(fd->get())->sources == odd_sources; });
  CHECK(unseal_sources(fd->get())->sources == odd_sources);
  other.join();
  CHECK(same);
}

TEST_CASE("sealed sources cannot be changed and are not inherited by chance") {
  auto fd = seal_sources(odd_sources);
  REQUIRE(fd);
  CHECK(::pwrite(fd->get(), "x", 1, 0) == -1);
  CHECK(::ftruncate(fd->get(), 0) == -1);
  CHECK((::fcntl(fd->get(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("a descriptor that is no sealed configuration is an error") {
  CHECK(unseal_sources(-1).error() == "the configuration's descriptor is not sealed");
  net::unique_fd open(::memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  REQUIRE(::write(open.get(), "\5", 1) == 1);
  CHECK(unseal_sources(open.get()).error() == "the configuration's descriptor is not sealed");
  REQUIRE(::fcntl(open.get(), F_ADD_SEALS,
                  F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0);
  CHECK(unseal_sources(open.get()).error() == "the sealed configuration is damaged");
}

} // namespace mw::config::source_test
