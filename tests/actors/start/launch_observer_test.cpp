// News of the program for those that have launched it.
#include "actors/log/log.hpp"
#include "actors/start/launch_observer.hpp"
#include "tests/support/environment_variable.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/stderr_capture.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <sstream>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace mw::launch_observer_test {

using namespace std::chrono_literals;

namespace {

/// A launch observer whose systemd the test plays.
struct observer_fixture {
  observer_fixture() { bind_to(notified, unix_name(folder / "notify")); }

  std::string received() const {
    auto buffer = std::array<char, 4096>{};
    auto size = ::recv(notified.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    return size < 0 ? "nothing" : std::string(buffer.data(), static_cast<size_t>(size));
  }

  launch_observer observer(const std::string& pid_file) const {
    return {pid_file, nullptr, net::service_manager::from_environment(), [] {}};
  }

  std::string content(const std::string& name) const {
    auto all = std::ostringstream{};
    all << std::ifstream(folder / name).rdbuf();
    return all.str();
  }

  temporary_folder folder;
  unique_fd notified = make_socket(AF_UNIX, SOCK_DGRAM);
  test::environment_variable variable{"NOTIFY_SOCKET", folder / "notify"};
};

const auto ready = fmt::format("READY=1\nMAINPID={}\nSTATUS=Ready.\n", ::getpid());

} // namespace

TEST_CASE_METHOD(observer_fixture, "the pid file is written when the service has started") {
  auto launcher = observer(folder / "m.pid");
  CHECK(folder.names() == std::vector<std::string>{"notify"});
  launcher.started();
  CHECK(content("m.pid") == fmt::format("{}\n", ::getpid()));
  CHECK(received() == ready);
  CHECK(received() == "nothing");
}

TEST_CASE_METHOD(observer_fixture, "without a pid file none is written") {
  observer("").started();
  CHECK(folder.names() == std::vector<std::string>{"notify"});
  CHECK(received() == ready);
}

TEST_CASE_METHOD(observer_fixture, "a pid file that cannot be written is an alert, no end") {
  auto out = test::stderr_capture{};
  observer(folder / "missing/m.pid").started();
  CHECK(out.take() == log::line(log::severity::alert,
                                fmt::format("Cannot create pidfile {}/missing/m.pid: No such file "
                                            "or directory",
                                            folder.path())));
  CHECK(received() == ready);
}

TEST_CASE_METHOD(observer_fixture, "systemd hears how a reload goes") {
  auto launcher = observer("");
  launcher.reloading();
  auto message = received();
  CHECK(message.starts_with("RELOADING=1\nMONOTONIC_USEC="));
  CHECK(message.ends_with("\nSTATUS=Reloading Configuration.\n"));
  launcher.reloaded(true);
  CHECK(received() == ready);
  launcher.reloaded(false);
  CHECK(received() == "READY=1\nSTATUS=Reload failed!\n");
}

TEST_CASE_METHOD(observer_fixture, "systemd waits 10 s longer than the program's own limits") {
  observer("").may_take(60'500ms);
  CHECK(received() == "EXTEND_TIMEOUT_USEC=70500000");
}

TEST_CASE_METHOD(observer_fixture, "systemd hears of the stop and how it ended") {
  auto launcher = observer("");
  launcher.stopping();
  CHECK(received() == "STOPPING=1\nSTATUS=Stopping.\n");
  launcher.stopped(0);
  CHECK(received() == "STATUS=Stopped.\n");
  CHECK(launcher.wait() == 0);
  auto failing = observer("");
  failing.stopped(143);
  CHECK(received() == "STATUS=Failed.\n");
  CHECK(failing.wait() == 143);
}

TEST_CASE_METHOD(observer_fixture, "without systemd nothing is said and the pid file is written") {
  auto launcher = launch_observer{folder / "m.pid", nullptr, net::service_manager{}, [] {}};
  launcher.started();
  launcher.reloading();
  launcher.reloaded(true);
  launcher.may_take(1s);
  launcher.stopping();
  launcher.stopped(0);
  CHECK(received() == "nothing");
  CHECK(content("m.pid") == fmt::format("{}\n", ::getpid()));
}

TEST_CASE_METHOD(observer_fixture, "the launcher of a background service waits for its start") {
  constexpr auto code_without_a_start = 9; // the launcher would end with it
  auto launcher = ::fork();
  REQUIRE(launcher >= 0);
  if (launcher == 0) {
    auto detached = net::daemon::detach(); // returns in the background
    auto background = std::make_unique<net::daemon>(std::move(*detached));
    launch_observer{folder / "m.pid", std::move(background), net::service_manager{}, [] {}}
        .started();
    ::_exit(code_without_a_start);
  }
  auto status = -1;
  REQUIRE(::waitpid(launcher, &status, 0) == launcher);
  CHECK(status == 0);
  CHECK(content("m.pid").ends_with("\n"));
  CHECK(content("m.pid") != fmt::format("{}\n", launcher));
}

} // namespace mw::launch_observer_test
