// Inherited listening sockets, as a worker finds them.
#include "actors/worker/base/stats_socket.hpp"
#include "actors/worker/inherited_sockets.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace mw::inherited_sockets_test {

using namespace mw::worker;

namespace {

/// Numbers that nothing else of the test has, one after the other.
class inherited_numbers {
public:
  int first() const { return first_; }

  /// A duplicate, as it comes through execve; the range is of one socket.
  inherited_range add(int fd, std::string name) {
    REQUIRE(::dup2(fd, next_) == next_);
    REQUIRE(::fcntl(next_, F_SETFD, 0) == 0);
    ++next_;
    return {std::move(name), next_ - 1, next_ - 1};
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

config::configuration with(std::vector<config::listener_settings> clis,
                           const std::vector<std::string>& binds = {}) {
  auto settings = config::configuration{};
  settings.stats_sockets = std::move(clis);
  if (binds.empty())
    return settings;
  auto& proxy = settings.proxies.emplace_back();
  for (const auto& address : binds)
    proxy.binds.emplace_back().where = net::parse_address(address).value();
  return settings;
}

std::string error_of(const std::vector<inherited_range>& inherited,
                     const config::configuration& settings) {
  auto taken = take_sockets(inherited, settings);
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
  auto range = numbers.add(two.fd(), "ipv4@0.0.0.0:8000-8001");
  range.last = numbers.add(three.fd(), "").first;
  auto single = numbers.add(one.fd(), "unix@" + path);
  auto settings = with({bind_at(path), bind_at("*:8000-8001")});
  settings.stats_sockets[1].level = access_level::user;
  settings.stats_sockets[1].maxconn = 7;
  settings.stats_sockets[1].severity = severity_output::string;
  auto sockets = take_sockets(std::vector{range, single}, settings).value();
  auto taken = take_stats_sockets(settings.stats_sockets, sockets);
  REQUIRE(taken.size() == 3);
  CHECK(sockets.count() == 0);
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

TEST_CASE("sockets of proxies are left when those of 'stats socket' are taken") {
  auto cli = open_one("127.0.0.1:0");
  auto relay = open_one("127.0.0.1:0");
  inherited_numbers numbers;
  auto inherited =
      std::vector{numbers.add(cli.fd(), "unix@/b"), numbers.add(relay.fd(), "unix@/a")};
  auto settings = with({bind_at("/b")}, {"/a"});
  auto sockets = take_sockets(inherited, settings).value();
  CHECK(take_stats_sockets(settings.stats_sockets, sockets).size() == 1);
  auto left = sockets.take("unix@/a");
  REQUIRE(left.size() == 1);
  CHECK(left.front().get() == inherited[1].first);
  CHECK(is_private_and_non_blocking(left.front().get()));
}

TEST_CASE("no lines and no sockets are nothing") {
  CHECK(take_sockets({}, {}).value().count() == 0);
}

TEST_CASE("a socket that is missing, or nobody's, is an error that names it") {
  auto one = open_one("127.0.0.1:0");
  inherited_numbers numbers;
  CHECK(error_of({}, with({bind_at("/a")})) == "no socket was inherited for 'unix@/a'");
  CHECK(error_of({}, with({}, {"*:80"})) == "no socket was inherited for 'ipv4@0.0.0.0:80'");
  CHECK(error_of({numbers.add(one.fd(), "unix@/b")}, {}) ==
        "a socket was inherited for 'unix@/b', which the configuration does not have");
  CHECK(error_of({numbers.add(one.fd(), "unix@/b")}, with({bind_at("/a")}, {"/b"})) ==
        "no socket was inherited for 'unix@/a'");
  CHECK(error_of({numbers.add(one.fd(), "unix@/a")}, with({bind_at("/a"), bind_at("/a")})) ==
        "no socket was inherited for 'unix@/a'");
}

TEST_CASE("a descriptor that is no listening socket is an error, and the others are closed") {
  temporary_folder folder;
  auto listener = open_one(folder / "cli");
  auto other = make_socket(AF_UNIX);
  inherited_numbers numbers;
  auto inherited =
      std::vector{numbers.add(listener.fd(), "unix@/a"), numbers.add(other.get(), "abns@b")};
  CHECK(error_of(inherited, with({bind_at("/a"), bind_at("abns@b")})) ==
        fmt::format("descriptor {} is no listening socket for 'abns@b'", numbers.first() + 1));
  CHECK(::fcntl(numbers.first(), F_GETFD) == -1);
  CHECK(::fcntl(numbers.first() + 1, F_GETFD) == -1);
}

TEST_CASE("a descriptor that is not open is no listening socket") {
  inherited_numbers numbers;
  CHECK(error_of({{"unix@/a", numbers.first(), numbers.first()}}, with({bind_at("/a")})) ==
        fmt::format("descriptor {} is no listening socket for 'unix@/a'", numbers.first()));
}

} // namespace mw::inherited_sockets_test
