// Streams that take no bytes, or not all.
#include "net/base/lossy_output.hpp"
#include "tests/clients/non_reader.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mw::lossy_output_test {

using namespace mw::test;
using net::lossy_output;

namespace {

/// Counts the lines that it takes before it takes no more; a write that waits makes the test hang.
size_t lines_taken(lossy_output& out) {
  constexpr auto far_too_many = size_t{1'000'000};
  auto count = size_t{0};
  while (count < far_too_many && out.write("a line that nobody reads\n"))
    ++count;
  return count;
}

} // namespace

TEST_CASE("what a pipe takes is written") {
  auto stream = non_reader{};
  auto out = lossy_output{stream.fd()};
  CHECK(out.write("a\n"));
  CHECK(out.write("b\nc\n"));
  CHECK(stream.read() == "a\nb\nc\n");
}

TEST_CASE("a line longer than the pieces that a pipe takes at once is whole") {
  auto stream = non_reader{};
  auto out = lossy_output{stream.fd()};
  auto line = std::string(10'000, 'x') + '\n';
  CHECK(out.write(line));
  CHECK(stream.read() == line);
}

TEST_CASE("a full pipe loses lines and does not wait, and works again when it is read") {
  auto stream = non_reader{};
  auto out = lossy_output{stream.fd()};
  CHECK(lines_taken(out) > 0);
  CHECK_FALSE(out.write("lost\n"));
  CHECK(stream.read().ends_with("\na line that nobody reads\n"));
  CHECK(out.write("there\n"));
  CHECK(stream.read() == "there\n");
}

TEST_CASE("a line that was begun is ended before the next one") {
  auto stream = non_reader{};
  auto out = lossy_output{stream.fd()};
  CHECK_FALSE(out.write(std::string(1'000'000, 'x') + '\n'));
  auto begun = stream.read();
  CHECK(begun == std::string(begun.size(), 'x'));
  CHECK(out.write("a\n"));
  CHECK(out.write("b\n"));
  CHECK(stream.read() == "\na\nb\n");
}

TEST_CASE("a pipe that nobody can read any more loses lines and raises no signal") {
  auto stream = non_reader{};
  auto out = lossy_output{stream.fd()};
  stream.close_reader();
  CHECK_FALSE(out.write("a\n"));
}

TEST_CASE("a full socket loses lines and does not wait") {
  auto ends = std::array<int, 2>{};
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
  auto reader = net::unique_fd{ends[0]};
  auto writer = net::unique_fd{ends[1]};
  auto out = lossy_output{writer.get()};
  CHECK(lines_taken(out) > 0);
  reader.reset();
  CHECK_FALSE(out.write("a\n"));
}

TEST_CASE("a terminal that nobody reads loses lines and does not wait") {
  auto terminal = net::unique_fd{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)};
  REQUIRE(terminal);
  REQUIRE(::unlockpt(terminal.get()) == 0);
  auto program = net::unique_fd{::open(::ptsname(terminal.get()), O_RDWR | O_NOCTTY | O_CLOEXEC)};
  REQUIRE(program);
  auto out = lossy_output{program.get()};
  CHECK(lines_taken(out) > 0);
  CHECK((::fcntl(program.get(), F_GETFL) & O_NONBLOCK) == 0);
}

TEST_CASE("a full disk loses lines") {
  auto full = net::unique_fd{::open("/dev/full", O_WRONLY | O_CLOEXEC)};
  REQUIRE(full);
  auto out = lossy_output{full.get()};
  CHECK_FALSE(out.write("a\n"));
}

TEST_CASE("a descriptor that is closed or cannot be written loses lines") {
  auto none = lossy_output{-1};
  CHECK_FALSE(none.write("a\n"));
  auto reader = net::unique_fd{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
  auto out = lossy_output{reader.get()};
  CHECK_FALSE(out.write("a\n"));
}

TEST_CASE("a file takes all lines") {
  auto file = net::unique_fd{::memfd_create("log", MFD_CLOEXEC)};
  auto out = lossy_output{file.get()};
  CHECK(out.write(std::string(9'000, 'x') + '\n'));
  CHECK(out.write("a\n"));
  CHECK(::lseek(file.get(), 0, SEEK_CUR) == 9'003);
}

} // namespace mw::lossy_output_test
