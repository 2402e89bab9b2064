// A file descriptor inside a message.
#include "messages/base/descriptor.hpp"
#include "net/base/unique_fd.hpp"

#include <catch2/catch.hpp>

#include <optional>

#include <fcntl.h>

namespace mw::descriptor_test {

namespace {

int open_one() {
  return ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

bool is_open(int fd) {
  return ::fcntl(fd, F_GETFD) >= 0;
}

} // namespace

TEST_CASE("a descriptor that nobody takes is closed with the last copy") {
  auto fd = open_one();
  auto first = std::optional{descriptor_box{fd}};
  auto second = std::optional{*first};
  first.reset();
  CHECK(is_open(fd));
  second.reset();
  CHECK_FALSE(is_open(fd));
}

TEST_CASE("a descriptor is given to the first who asks, and is his") {
  auto fd = open_one();
  auto box = std::optional{descriptor_box{fd}};
  auto copy = *box;
  auto taken = net::unique_fd{copy.take()};
  CHECK(taken.get() == fd);
  CHECK(box->take() == -1);
  CHECK(copy.take() == -1);
  box.reset();
  copy = {};
  CHECK(is_open(fd));
}

TEST_CASE("an empty box has no descriptor") {
  CHECK(descriptor_box{}.take() == -1);
}

} // namespace mw::descriptor_test
