// Messages to systemd, whose part is taken by a datagram socket of the test's own.
#include "net/process/service_manager.hpp"
#include "tests/support/environment_variable.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string>

namespace mw::service_manager_test {

using namespace mw::test;
using net::service_manager;
using std::chrono::microseconds;

namespace {

/// The receiving end, in systemd's place.
struct receiver {
  std::string received() const {
    auto buffer = std::array<char, 4096>{};
    auto size = ::recv(fd.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    return size < 0 ? "nothing" : std::string(buffer.data(), static_cast<size_t>(size));
  }

  unique_fd fd = make_socket(AF_UNIX, SOCK_DGRAM);
};

struct manager_fixture : receiver {
  manager_fixture() { bind_to(fd, unix_name(path)); }

  temporary_folder folder;
  std::string path = folder / "notify";
  environment_variable variable{"NOTIFY_SOCKET", path};
  service_manager manager = service_manager::from_environment();
};

/// Counts the messages that a manager takes which reads none; a call that waits makes the test
/// hang.
int messages_taken(const service_manager& manager) {
  constexpr auto far_too_many = 1'000'000;
  auto count = 0;
  while (count < far_too_many && manager.watchdog())
    ++count;
  return count;
}

} // namespace

TEST_CASE_METHOD(manager_fixture, "systemd hears that the service is ready, and its main process") {
  CHECK(manager.active());
  CHECK(manager.ready(4711));
  CHECK(received() == "READY=1\nMAINPID=4711\nSTATUS=Ready.\n");
  CHECK(received() == "nothing");
}

TEST_CASE_METHOD(manager_fixture, "systemd hears when a reload began, on its own clock") {
  auto now = [] { return std::chrono::steady_clock::now().time_since_epoch() / microseconds{1}; };
  auto before = now();
  CHECK(manager.reloading());
  auto after = now();
  auto message = received();
  auto said = std::stoll(message.substr(message.find("USEC=") + 5));
  CHECK(said >= before);
  CHECK(said <= after);
  CHECK(message ==
        fmt::format("RELOADING=1\nMONOTONIC_USEC={}\nSTATUS=Reloading Configuration.\n", said));
}

TEST_CASE_METHOD(manager_fixture, "systemd hears of failed reloads, stops, life and delays") {
  CHECK(manager.reload_failed());
  CHECK(received() == "READY=1\nSTATUS=Reload failed!\n");
  CHECK(manager.stopping());
  CHECK(received() == "STOPPING=1\nSTATUS=Stopping.\n");
  CHECK(manager.watchdog());
  CHECK(received() == "WATCHDOG=1");
  CHECK(manager.extend_timeout(std::chrono::seconds{30}));
  CHECK(received() == "EXTEND_TIMEOUT_USEC=30000000");
}

TEST_CASE_METHOD(manager_fixture, "a status for systemd is one line whatever is in it") {
  CHECK(manager.status("3 workers"));
  CHECK(received() == "STATUS=3 workers\n");
  CHECK(manager.status("a\nSTOPPING=1\x1b"));
  CHECK(received() == "STATUS=a STOPPING=1 \n");
}

TEST_CASE("systemd is heard of on an abstract socket too") {
  auto there = receiver{};
  auto family = sa_family_t{AF_UNIX};
  REQUIRE(::bind(there.fd.get(), reinterpret_cast<sockaddr*>(&family), sizeof family) == 0);
  auto name = sockaddr_un{};
  auto size = socklen_t{sizeof name};
  REQUIRE(::getsockname(there.fd.get(), reinterpret_cast<sockaddr*>(&name), &size) == 0);
  auto chosen = std::string(name.sun_path + 1, size - offsetof(sockaddr_un, sun_path) - 1);
  auto variable = environment_variable{"NOTIFY_SOCKET", "@" + chosen};
  CHECK(service_manager::from_environment().watchdog());
  CHECK(there.received() == "WATCHDOG=1");
}

TEST_CASE_METHOD(manager_fixture, "a systemd that reads nothing is not waited for") {
  CHECK(messages_taken(manager) > 0);
  CHECK_FALSE(manager.ready(1));
  CHECK(received() == "WATCHDOG=1");
  CHECK(manager.ready(1));
}

TEST_CASE_METHOD(manager_fixture, "a systemd that is gone takes no messages") {
  fd.reset();
  CHECK_FALSE(manager.watchdog());
}

TEST_CASE("a NOTIFY_SOCKET that is no unix socket takes no messages") {
  for (const auto* name : {"@", "/", "relative", "vsock:2:1", "/nowhere/notify"}) {
    auto variable = environment_variable{"NOTIFY_SOCKET", name};
    CHECK_FALSE(service_manager::from_environment().watchdog());
  }
  auto variable = environment_variable{"NOTIFY_SOCKET", "/" + std::string(200, 'x')};
  CHECK_FALSE(service_manager::from_environment().watchdog());
}

TEST_CASE("without systemd nothing is said and nobody watches") {
  auto variable = environment_variable{"NOTIFY_SOCKET", std::nullopt};
  auto period = environment_variable{"WATCHDOG_USEC", "1000000"};
  auto manager = service_manager::from_environment();
  CHECK_FALSE(manager.active());
  CHECK(manager.ready(1));
  CHECK_FALSE(manager.watchdog_period());
}

TEST_CASE_METHOD(manager_fixture, "without a wish of -Ws a systemd that is there hears nothing") {
  CHECK(service_manager{}.stopping());
  CHECK(received() == "nothing");
}

TEST_CASE_METHOD(manager_fixture, "the watchdog's period concerns the process that is named") {
  auto period = environment_variable{"WATCHDOG_USEC", "3000000"};
  CHECK(manager.watchdog_period() == microseconds{3'000'000});
  {
    auto own = environment_variable{"WATCHDOG_PID", fmt::format("{}", ::getpid())};
    CHECK(manager.watchdog_period() == microseconds{3'000'000});
  }
  auto other = environment_variable{"WATCHDOG_PID", "1"};
  CHECK_FALSE(manager.watchdog_period());
}

TEST_CASE_METHOD(manager_fixture, "a watchdog's period that is none is no watchdog") {
  for (const auto* text : {"", "0", "-1", "soon"}) {
    auto period = environment_variable{"WATCHDOG_USEC", text};
    CHECK_FALSE(manager.watchdog_period());
  }
  auto unset = environment_variable{"WATCHDOG_USEC", std::nullopt};
  CHECK_FALSE(manager.watchdog_period());
}

TEST_CASE("the variables between systemd and the master are known") {
  for (const auto* name : {"NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC", "LISTEN_PID",
                           "LISTEN_FDS", "LISTEN_FDNAMES"})
    CHECK(net::is_service_variable(name));
  for (const auto* name : {"", "PATH", "NOTIFY", "NOTIFY_SOCKET=", "NOTIFY_SOCKETS",
                           "notify_socket", "JOURNAL_STREAM", "INVOCATION_ID"})
    CHECK_FALSE(net::is_service_variable(name));
}

} // namespace mw::service_manager_test
