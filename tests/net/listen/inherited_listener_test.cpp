// Descriptors that somebody else has bound.
#include "net/listen/inherited_listener.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <unistd.h>

namespace mw::inherited_listener_test {

using names = std::vector<std::string>;

namespace {

/// Sets the variables of socket activation as if these descriptors had been passed with these
/// names, and all others without one.
class passed {
public:
  explicit passed(const std::vector<std::pair<int, std::string>>& sockets) {
    for (const auto& [fd, name] : sockets) {
      all_.resize(std::max(all_.size(), static_cast<size_t>(fd) - 2));
      all_[static_cast<size_t>(fd) - 3] = name;
    }
    ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
    ::setenv("LISTEN_FDS", std::to_string(all_.size()).c_str(), 1);
    ::setenv("LISTEN_FDNAMES", fmt::format("{}", fmt::join(all_, ":")).c_str(), 1);
  }

  passed(const passed&) = delete;
  passed& operator=(const passed&) = delete;

  ~passed() {
    for (const auto* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"})
      ::unsetenv(name);
  }

  const names& all() const { return all_; }

private:
  names all_;
};

unique_fd bound_at(const std::string& path) {
  auto fd = make_socket(AF_UNIX);
  bind_to(fd, unix_name(path));
  return fd;
}

} // namespace

TEST_CASE("an inherited socket is duplicated and listens", "[inherited_listener]") {
  temporary_folder folder;
  auto path = folder / "m.sock";
  unique_fd given(::socket(AF_UNIX, SOCK_STREAM, 0));
  bind_to(given, unix_name(path));
  SECTION("bound only") {}
  SECTION("listening already") {
    REQUIRE(::listen(given.get(), 1) == 0);
  }
  auto text = fmt::format("fd@{}", given.get());
  {
    auto listener = open_one(text);
    CHECK(listener.fd() != given.get());
    CHECK(is_private_and_non_blocking(listener.fd()));
    CHECK(to_string(listener.where()) == text);
    CHECK(serves(path));
  }
  CHECK(serves(path));
  CHECK(folder.names() == names{"m.sock"});
}

TEST_CASE("an inherited TCP socket listens", "[inherited_listener]") {
  auto given = make_socket(AF_INET);
  sockaddr_in any{};
  any.sin_family = AF_INET;
  any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  bind_to(given, any);
  auto listener = open_one(fmt::format("fd@{}", given.get()));
  CHECK(option_of(listener.fd(), SOL_SOCKET, SO_ACCEPTCONN) == 1);
}

TEST_CASE("a descriptor that cannot listen is an error that names it", "[inherited_listener]") {
  auto refusal = [](const unique_fd& fd) {
    auto number = std::to_string(fd.get());
    auto text = error_at("fd@" + number);
    for (auto at = text.find(number); at != std::string::npos; at = text.find(number, at + 1))
      text.replace(at, number.size(), 1, 'N');
    return text;
  };
  CHECK(refusal(unique_fd(::open("/dev/null", O_RDWR | O_CLOEXEC))) ==
        "cannot listen on 'fd@N': cannot use file descriptor 'N' : Socket operation on "
        "non-socket.");
  CHECK(refusal(make_socket(AF_UNIX, SOCK_DGRAM)) ==
        "cannot listen on 'fd@N': socket on file descriptor 'N' is of the wrong type.");
  auto unbound = "cannot listen on 'fd@N': socket on file descriptor 'N' is not bound.";
  CHECK(refusal(make_socket(AF_INET)) == unbound);
  CHECK(refusal(make_socket(AF_INET6)) == unbound);
  CHECK(refusal(make_socket(AF_UNIX)) == unbound);
  CHECK(error_at("fd@1000000") ==
        "cannot listen on 'fd@1000000': cannot use file descriptor '1000000' : "
        "Bad file descriptor.");
}

TEST_CASE("a connected socket cannot listen", "[inherited_listener]") {
  temporary_folder folder;
  auto listener = open_one(folder / "m.sock");
  auto client = make_socket(AF_UNIX);
  bind_to(client, unix_name(folder / "client"));
  REQUIRE(connect_to(client, unix_name(folder / "m.sock")));
  CHECK(error_at(fmt::format("fd@{}", client.get())) ==
        fmt::format("cannot listen on 'fd@{0}': cannot use file descriptor '{0}' : "
                    "Invalid argument.",
                    client.get()));
}

TEST_CASE("all inherited sockets of one name listen", "[inherited_listener]") {
  temporary_folder folder;
  auto first = bound_at(folder / "first");
  auto other = bound_at(folder / "other");
  auto second = bound_at(folder / "second");
  passed variables({{first.get(), "web"}, {other.get(), "stats"}, {second.get(), "web"}});
  auto all = open_at("fd@web").value();
  REQUIRE(all.size() == 2);
  for (const auto& listener : all) {
    CHECK(is_private_and_non_blocking(listener.fd()));
    CHECK(to_string(listener.where()) == "fd@web");
  }
  CHECK(serves(folder / "first"));
  CHECK(serves(folder / "second"));
  CHECK_FALSE(serves(folder / "other"));
}

TEST_CASE("a name that cannot be opened is an error that names it", "[inherited_listener]") {
  temporary_folder folder;
  auto bound = bound_at(folder / "web");
  auto unbound = make_socket(AF_UNIX);
  {
    passed variables({{bound.get(), "web"}, {unbound.get(), "stats"}});
    CHECK(error_at("fd@stats") ==
          fmt::format("cannot listen on 'fd@stats': socket on file descriptor '{}' is not bound.",
                      unbound.get()));
    CHECK(error_at("fd@admin") ==
          fmt::format("cannot listen on 'fd@admin': no such name in LISTEN_FDNAMES ({})",
                      fmt::join(variables.all(), ", ")));
  }
  CHECK(error_at("fd@admin") == "cannot listen on 'fd@admin': LISTEN_PID is not set");
}

} // namespace mw::inherited_listener_test
