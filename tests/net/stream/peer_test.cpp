// The process at the other end of a socket.
#include "net/base/pipe.hpp"
#include "net/stream/peer.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <array>

#include <poll.h>
#include <sys/wait.h>

namespace mw::peer_test {

namespace {

std::string who(int socket) {
  auto peer = net::peer_of(socket);
  return peer ? fmt::format("uid={} pid={}", peer->uid, peer->pid) : "nobody";
}

std::string process(pid_t pid) {
  return fmt::format("uid={} pid={}", ::geteuid(), pid);
}

/// Accepts the first connection of a listener; the client has connected, or is about to.
unique_fd accepted(const listen_socket& listener) {
  auto waiting = pollfd{listener.fd(), POLLIN, 0};
  REQUIRE(::poll(&waiting, 1, 30'000) == 1);
  auto fd = unique_fd(::accept4(listener.fd(), nullptr, nullptr, SOCK_CLOEXEC));
  REQUIRE(fd);
  return fd;
}

} // namespace

TEST_CASE("at the other end of a socket pair is the process that made it") {
  auto ends = std::array<int, 2>{};
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
  auto one = unique_fd(ends[0]);
  auto other = unique_fd(ends[1]);
  CHECK(who(one.get()) == process(::getpid()));
  CHECK(who(other.get()) == process(::getpid()));
}

TEST_CASE("a client on a unix socket is known by its uid and pid, even when it has ended") {
  auto folder = temporary_folder{};
  auto listener = open_one(folder / "cli");
  auto name = unix_name(folder / "cli");
  auto client = ::fork();
  REQUIRE(client >= 0);
  if (client == 0)
    ::_exit(connect_to(unique_fd(::socket(AF_UNIX, SOCK_STREAM, 0)), name) ? 0 : 1);
  auto connection = accepted(listener);
  auto status = -1;
  REQUIRE(::waitpid(client, &status, 0) == client);
  CHECK(status == 0);
  CHECK(who(connection.get()) == process(client));
}

TEST_CASE("a client by TCP is nobody that the kernel knows") {
  auto listener = open_one("127.0.0.1:0");
  auto client = unique_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  auto name = sockaddr_in{};
  name.sin_family = AF_INET;
  name.sin_port = htons(listener.where().port);
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(connect_to(client, name));
  CHECK(who(accepted(listener).get()) == "nobody");
}

TEST_CASE("nobody is at the other end of what is not connected, or no socket") {
  CHECK(who(make_socket(AF_UNIX).get()) == "nobody");
  auto pipe = net::make_pipe();
  REQUIRE(pipe);
  CHECK(who(pipe->read.get()) == "nobody");
  CHECK(who(-1) == "nobody");
}

} // namespace mw::peer_test
