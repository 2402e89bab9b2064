// Inherited listening sockets, as a worker finds them.
#include "actors/worker/base/stats_socket.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace mw::stats_socket_test {

using namespace mw::worker;

namespace {

/// Numbers that no other descriptor of the test has, one after the other.
class inherited_numbers {
public:
  int first() const { return first_; }

  int next() const { return next_; }

  /// Adds a duplicate, as it comes through execve.
  void add(int fd) {
    REQUIRE(::dup2(fd, next_) == next_);
    REQUIRE(::fcntl(next_++, F_SETFD, 0) == 0);
  }

private:
  static int free_block() {
    // Where one number is free above all others, those behind it are free too.
    auto free = unique_fd(::fcntl(0, F_DUPFD_CLOEXEC, 300));
    REQUIRE(free.get() >= 300);
    return free.get();
  }

  int first_ = free_block();
  int next_ = first_;
};

config::listener_settings bind_at(const std::string& address) {
  config::listener_settings bind;
  bind.where = net::parse_address(address).value();
  bind.level = access_level::oper;
  return bind;
}

std::string error_of(const std::vector<config::listener_settings>& binds,
                     const std::vector<unsigned>& counts, int first) {
  auto taken = take_stats_sockets(binds, counts, first);
  return taken ? "none" : taken.error();
}

} // namespace

TEST_CASE("inherited sockets get what the lines of their configuration say") {
  temporary_folder folder;
  auto path = folder / "cli";
  auto one = open_one(path);
  auto two = open_one("127.0.0.1:0");
  auto three = open_one("[::1]:0");
  inherited_numbers numbers;
  for (const auto* socket : {&one, &two, &three})
    numbers.add(socket->fd());
  auto binds = std::vector{bind_at(path), bind_at("*:8000-8001")};
  binds[1].level = access_level::user;
  binds[1].maxconn = 7;
  binds[1].severity = severity_output::string;
  auto taken = take_stats_sockets(binds, std::vector{1U, 2U}, numbers.first()).value();
  REQUIRE(taken.size() == 3);
  CHECK(taken[0].address == "unix@" + path);
  CHECK(taken[0].level == access_level::oper);
  CHECK(taken[0].maxconn == 1024);
  CHECK(taken[0].severity == severity_output::none);
  CHECK(taken[1].address == fmt::format("ipv4@127.0.0.1:{}", two.where().port));
  CHECK(taken[2].address == fmt::format("ipv6@[::1]:{}", three.where().port));
  CHECK(taken[2].level == access_level::user);
  CHECK(taken[2].maxconn == 7);
  CHECK(taken[2].severity == severity_output::string);
  for (const auto& socket : taken) {
    CHECK(is_private_and_non_blocking(socket.fd.get()));
    CHECK(socket.fd.get() >= numbers.first());
  }
}

TEST_CASE("no lines and no sockets are nothing") {
  CHECK(take_stats_sockets({}, {}, 5).value().empty());
}

TEST_CASE("sockets for another number of lines are an error") {
  CHECK(error_of({bind_at("/a")}, {}, 5) ==
        "sockets for 0 lines 'stats socket' were inherited, the configuration has 1");
  CHECK(error_of({}, {1, 2}, 5) ==
        "sockets for 2 lines 'stats socket' were inherited, the configuration has 0");
}

TEST_CASE("a descriptor that is no listening socket is an error, and the others are closed") {
  temporary_folder folder;
  auto listener = open_one(folder / "cli");
  auto other = make_socket(AF_UNIX);
  inherited_numbers numbers;
  numbers.add(listener.fd());
  numbers.add(other.get());
  CHECK(error_of({bind_at("/a"), bind_at("abns@b")}, {1, 1}, numbers.first()) ==
        fmt::format("descriptor {} is no listening socket for 'stats socket' abns@b",
                    numbers.first() + 1));
  CHECK(::fcntl(numbers.first(), F_GETFD) == -1);
  CHECK(::fcntl(numbers.first() + 1, F_GETFD) == -1);
}

TEST_CASE("a descriptor that is not open is no listening socket") {
  inherited_numbers numbers;
  CHECK(error_of({bind_at("/a")}, {1}, numbers.first()) ==
        fmt::format("descriptor {} is no listening socket for 'stats socket' unix@/a",
                    numbers.first()));
}

} // namespace mw::stats_socket_test
