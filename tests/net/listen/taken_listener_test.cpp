// Listening sockets of another process of ours.
#include "net/listen/taken_listener.hpp"
#include "tests/support/forked.hpp"
#include "tests/support/sockets.hpp"

#include <array>

#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/wait.h>

namespace mw::taken_listener_test {

using net::taken_listener;

namespace {

sockaddr_storage name_of(int fd) {
  auto name = sockaddr_storage{};
  socklen_t size = sizeof name;
  REQUIRE(::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &size) == 0);
  return name;
}

/// A number that tells one socket from another, also through copies of its descriptor.
uint64_t cookie_of(int fd) {
  auto cookie = uint64_t{};
  socklen_t size = sizeof cookie;
  REQUIRE(::getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &size) == 0);
  return cookie;
}

/// A process of this name, which has all sockets that are open now.
class holder {
public:
  explicit holder(const char* name) {
    auto ready = std::array<int, 2>{};
    REQUIRE(::pipe2(ready.data(), O_CLOEXEC) == 0);
    child_ = test::fork_to([&]() -> int {
      ::prctl(PR_SET_NAME, name);
      if (::write(ready[1], "r", 1) != 1)
        return 1;
      for (;;)
        ::pause();
    });
    auto byte = char{};
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    ::close(ready[0]);
    ::close(ready[1]);
  }

  ~holder() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }

  holder(const holder&) = delete;
  holder& operator=(const holder&) = delete;

  pid_t pid() const { return child_; }

private:
  pid_t child_;
};

} // namespace

TEST_CASE("the socket that another mw-actors listens on becomes ours, too, with who waits in it") {
  auto host = GENERATE("127.0.0.1:0", "[::1]:0");
  auto listener = open_one(host);
  auto other = open_one(host);
  auto where = name_of(listener.fd());
  auto cookie = cookie_of(listener.fd());
  auto old = holder{"mw-actors"};
  { auto closed_here = std::move(listener); }
  auto taken = taken_listener(old.pid(), where);
  REQUIRE(taken);
  CHECK(cookie_of(taken.get()) == cookie);
  CHECK((::fcntl(taken.get(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("nothing is taken that does not listen there, or is another program's") {
  auto listener = open_one("127.0.0.1:0");
  auto where = name_of(listener.fd());
  auto elsewhere = where;
  reinterpret_cast<sockaddr_in&>(elsewhere).sin_addr.s_addr = htonl(INADDR_ANY);
  auto bound = make_socket(AF_INET);
  auto free = sockaddr_in{};
  free.sin_family = AF_INET;
  free.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  bind_to(bound, free);
  auto ours = holder{"mw-actors"};
  auto haproxys = holder{"haproxy"};
  CHECK(taken_listener(ours.pid(), where));
  CHECK_FALSE(taken_listener(ours.pid(), elsewhere));
  CHECK_FALSE(taken_listener(ours.pid(), name_of(bound.get())));
  CHECK_FALSE(taken_listener(haproxys.pid(), where));
}

TEST_CASE("nothing is taken from a process that is gone") {
  auto listener = open_one("127.0.0.1:0");
  auto gone = pid_t{};
  { gone = holder{"mw-actors"}.pid(); }
  CHECK_FALSE(taken_listener(gone, name_of(listener.fd())));
}

} // namespace mw::taken_listener_test
