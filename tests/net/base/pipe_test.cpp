// A pipe with two owners.
#include "net/base/pipe.hpp"
#include "tests/support/forked.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <string>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace mw::pipe_test {

namespace {

std::string received(const net::pipe_ends& ends) {
  auto buffer = std::array<char, 64>{};
  auto size = ::read(ends.read.get(), buffer.data(), buffer.size());
  return size < 0 ? "nothing" : std::string(buffer.data(), static_cast<size_t>(size));
}

bool is_set(int fd, int command, int flag) {
  return (::fcntl(fd, command) & flag) != 0;
}

} // namespace

TEST_CASE("what is written to a pipe is read at its other end, up to the writer's end") {
  auto ends = net::make_pipe();
  REQUIRE(ends);
  REQUIRE(::write(ends->write.get(), "a\nb", 3) == 3);
  CHECK(received(*ends) == "a\nb");
  ends->write.reset();
  CHECK(received(*ends).empty());
}

TEST_CASE("the reader of an empty pipe does not wait, its writer would") {
  auto ends = net::make_pipe();
  REQUIRE(ends);
  CHECK(received(*ends) == "nothing");
  CHECK(errno == EAGAIN);
  CHECK(is_set(ends->read.get(), F_GETFL, O_NONBLOCK));
  CHECK_FALSE(is_set(ends->write.get(), F_GETFL, O_NONBLOCK));
}

TEST_CASE("no program inherits a pipe by chance") {
  auto ends = net::make_pipe();
  REQUIRE(ends);
  CHECK(is_set(ends->read.get(), F_GETFD, FD_CLOEXEC));
  CHECK(is_set(ends->write.get(), F_GETFD, FD_CLOEXEC));
}

TEST_CASE("without descriptors there is no pipe, and the reason is told") {
  auto said = test::forked([] {
    auto none = rlimit{0, 0};
    ::setrlimit(RLIMIT_NOFILE, &none);
    auto ends = net::make_pipe();
    return ends ? std::string{"a pipe"} : ends.error().message();
  });
  CHECK(said == "Too many open files");
}

} // namespace mw::pipe_test
