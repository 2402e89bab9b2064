// The lines of `show fd`.
#include "actors/common/show_fd.hpp"
#include "net/stream/channel.hpp"
#include "tests/support/forked.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>

#include <fcntl.h>

namespace mw::show_fd_test {

using namespace mw::worker;

namespace {

/// A file of its own that exists as long as this value.
class named_file {
public:
  named_file() : fd_(::mkostemp(path_.data(), O_CLOEXEC)) {}

  named_file(const named_file&) = delete;
  named_file& operator=(const named_file&) = delete;

  ~named_file() { ::unlink(path_.c_str()); }

  int fd() const { return fd_.get(); }

  const std::string& path() const { return path_; }

private:
  std::string path_ = "/tmp/show fd\n.XXXXXX";
  net::unique_fd fd_;
};

} // namespace

TEST_CASE("a line has the number in seven columns, then type, flags and owner") {
  CHECK(fd_line({4, "socket", true, true}, "control_pair") ==
        "      4 : type=socket flags=cloexec,nonblock owner=control_pair\n");
  CHECK(fd_line({12345678, "/dev/null", false, false}, "unknown") ==
        "12345678 : type=/dev/null flags=none owner=unknown\n");
  CHECK(fd_line({5, "pipe", true, false}, "x") == "      5 : type=pipe flags=cloexec owner=x\n");
  CHECK(fd_line({5, "pipe", false, true}, "x") == "      5 : type=pipe flags=nonblock owner=x\n");
}

TEST_CASE("an open descriptor is found with type and flags") {
  auto pair = net::make_pair().value();
  auto fd = pair.first.get();
  CHECK(inspect_fd(fd) == open_fd{fd, "socket", true, true});
  ::fcntl(fd, F_SETFD, 0);
  ::fcntl(fd, F_SETFL, 0);
  CHECK(inspect_fd(fd) == open_fd{fd, "socket", false, false});
}

TEST_CASE("the type of a file is its path, on one line and without blanks") {
  named_file file;
  auto path = file.path();
  path.replace(path.find(" fd\n"), 4, "?fd?");
  CHECK(inspect_fd(file.fd()) == open_fd{file.fd(), path, true, false});
}

TEST_CASE("a descriptor that is not open has no line") {
  int number = -1;
  {
    auto pair = net::make_pair().value();
    number = pair.first.get();
  }
  CHECK(show_fd(number, {}).empty());
  CHECK(show_fd(-1, {}).empty());
}

TEST_CASE("a descriptor is shown with the part that it was entered for") {
  auto pair = net::make_pair().value();
  auto fd = pair.first.get();
  fd_owners owners;
  owners.enter(fd, "cli_channel");
  CHECK_THAT(show_fd(fd, owners),
             Catch::EndsWith(" : type=socket flags=cloexec,nonblock owner=cli_channel\n"));
  owners.clear(fd);
  CHECK_THAT(show_fd(fd, owners), Catch::EndsWith(" owner=unknown\n"));
}

TEST_CASE("all open descriptors are listed in order, but not the one of the list itself") {
  auto pair = net::make_pair().value();
  auto before = open_fd_numbers();
  CHECK(open_fd_numbers() == before);
  CHECK(std::is_sorted(before.begin(), before.end()));
  CHECK(std::count(before.begin(), before.end(), pair.first.get()) == 1);
  auto text = show_fds({});
  CHECK(static_cast<size_t>(std::count(text.begin(), text.end(), '\n')) == before.size());
}

TEST_CASE("show fd takes the number of a descriptor, or none for all") {
  auto fd = net::make_pair().value();
  auto number = fd.first.get();
  auto answer = [](const std::vector<std::string>& words) { return show_fds(words, {}); };
  CHECK(answer({std::to_string(number)}) == show_fd(number, {}));
  CHECK(answer({}) == show_fds({}));
  for (auto wrong : {"", "x", "1x", " 1", "99999999999"})
    CHECK(answer({wrong}).error() ==
          "'show fd' only supports a file descriptor's number as argument\n");
}

TEST_CASE("in a chroot without /proc open descriptors are found all the same") {
  if (!test::is_root())
    return;
  temporary_folder folder;
  auto text = test::forked([&] {
    auto pair = net::make_pair().value();
    auto before = open_fd_numbers();
    if (::chroot(folder.path().c_str()) != 0)
      return std::string("no chroot");
    auto same = open_fd_numbers() == before ? "the same" : "others";
    auto found = inspect_fd(pair.first.get()).value();
    return same + std::string(" ") + found.type + (found.close_on_exec ? " cloexec" : "");
  });
  CHECK(text == "the same socket cloexec");
}

} // namespace mw::show_fd_test
