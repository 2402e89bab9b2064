// The real program's messages to systemd, whose part is taken by a notify socket of the test's own.
#include "tests/programs/service.hpp"
#include "tests/support/sockets.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>

using namespace mw;
using namespace mw::test;

namespace {

using words = std::vector<std::string>;

// The times for a start and a stop: our own limits and ten seconds.
constexpr auto until_ready = "EXTEND_TIMEOUT_USEC=70000000";
constexpr auto until_stopped = "EXTEND_TIMEOUT_USEC=40000000";
constexpr auto stopping = "STOPPING=1\nSTATUS=Stopping.\n";
constexpr auto stopped = "STATUS=Stopped.\n";
constexpr auto reload_failed = "READY=1\nSTATUS=Reload failed!\n";
constexpr auto sign_of_life = "WATCHDOG=1";

/// The receiving end of the service's messages, and all that have come.
class manager {
public:
  /// Makes a socket at a path, or, with `@` in front, in the abstract name space.
  explicit manager(const std::string& in_front = "") : name_(in_front + folder_ / "notify") {
    auto name = unix_name(name_);
    if (!in_front.empty())
      name.sun_path[0] = '\0';
    auto size = offsetof(sockaddr_un, sun_path) + name_.size();
    REQUIRE(::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&name),
                   static_cast<socklen_t>(size)) == 0);
  }

  /// The command line in front that starts a program in its environment, with more variables:
  /// `NAME=value`.
  words environment(const words& more = {}) const {
    auto all = words{"/usr/bin/env", "NOTIFY_SOCKET=" + name_};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  const words& heard() {
    while (receive())
      continue;
    return heard_;
  }

  /// Waits until a message that begins so has come for the `times`th time.
  void await(std::string_view beginning, ptrdiff_t times = 1) {
    auto begins = [&](const std::string& one) { return one.starts_with(beginning); };
    auto until = deadline{patience};
    while (std::count_if(heard_.begin(), heard_.end(), begins) < times) {
      if (!wait_for(socket_.get(), POLLIN, until))
        FAIL("systemd does not hear " << beginning << ", only:\n" << join());
      receive();
    }
  }

  void forget() { heard_.clear(); }

  /// Sends itself messages until no more fit.
  void fill() const {
    auto name = unix_name(name_);
    auto sender = make_socket(AF_UNIX, SOCK_DGRAM);
    REQUIRE(connect_to(sender, name, offsetof(sockaddr_un, sun_path) + name_.size()));
    while (::send(sender.get(), "full", 4, MSG_DONTWAIT) > 0)
      continue;
    REQUIRE(errno == EAGAIN);
  }

private:
  bool receive() {
    auto buffer = std::array<char, 4096>{};
    auto size = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size >= 0)
      heard_.emplace_back(buffer.data(), static_cast<size_t>(size));
    return size >= 0;
  }

  std::string join() const {
    auto all = std::string{};
    for (const auto& one : heard_)
      all += one + "\n";
    return all;
  }

  temporary_folder folder_;
  std::string name_;
  unique_fd socket_ = make_socket(AF_UNIX, SOCK_DGRAM);
  words heard_;
};

/// Starts a service, which has told `manager` that it is ready, and no more.
service notifying(manager& by, const std::string& configuration = "global\n") {
  auto options = service_options{.configuration = configuration, .arguments = {"-Ws"}};
  options.in_front = by.environment();
  return service{options};
}

std::string ready(const program& main) {
  return fmt::format("READY=1\nMAINPID={}\nSTATUS=Ready.\n", main.pid());
}

int64_t monotonic_now() {
  auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

/// Waits until the process is stopped, as by SIGSTOP; false if it is not.
bool is_frozen(pid_t pid) {
  return read_file(fmt::format("/proc/{}/stat", pid)).find(") T ") != std::string::npos;
}

pid_t first_worker(const program& master) {
  constexpr auto before = std::string_view{"Initializing new worker ("};
  return std::stoi(master.errors().substr(master.errors().find(before) + before.size()));
}

void stop(program& master) {
  master.signal(SIGTERM);
  CHECK(master.await_end().number() == 0);
}

} // namespace

TEST_CASE("systemd hears from the start to the stop what the service does, by any kind of socket") {
  auto systemd = manager{GENERATE("", "@")};
  auto master = notifying(systemd);
  stop(master.process());
  CHECK(systemd.heard() ==
        words{until_ready, ready(master.process()), stopping, until_stopped, stopped});
}

TEST_CASE("systemd hears that the service is ready when the last worker is") {
  auto systemd = manager{};
  auto folder = temporary_folder{};
  write_file(folder / "mw.cfg", "global\n  setenv MW_FAULT worker.before-ready:stop\n");
  auto master = program{{.arguments = {"-Ws", "-S", folder / "cli", "-f", folder / "mw.cfg"},
                         .in_front = systemd.environment()}};
  master.await_error("Initializing new worker (");
  auto worker = first_worker(master);
  for (auto until = deadline{patience}; !is_frozen(worker) && !until.passed();)
    master.await_news();
  CHECK(talk(folder / "cli", "show version\n") == MW_VERSION "\n\n");
  CHECK(systemd.heard() == words{until_ready});
  ::kill(worker, SIGCONT);
  systemd.await(ready(master));
  master.await_error("Loading success.");
}

TEST_CASE("systemd hears of a reload when it begins, by its own clock, and when it is over") {
  auto systemd = manager{};
  auto master = notifying(systemd, "global\n  nbproc 2\n");
  systemd.await("READY=1");
  systemd.forget();
  auto before = monotonic_now();
  master.process().signal(SIGHUP);
  systemd.await("READY=1");
  auto after = monotonic_now();
  const auto& heard = systemd.heard();
  REQUIRE(heard.size() == 4);
  auto since = std::stoll(heard[0].substr(heard[0].find("USEC=") + 5));
  CHECK(before <= since);
  CHECK(since <= after);
  CHECK(
      heard ==
      words{fmt::format("RELOADING=1\nMONOTONIC_USEC={}\nSTATUS=Reloading Configuration.\n", since),
            until_ready, until_ready, ready(master.process())});
}

TEST_CASE("systemd hears that a reload has failed, and that the service works on") {
  auto systemd = manager{};
  auto master = notifying(systemd);
  systemd.await("READY=1");
  systemd.forget();
  auto [configuration, steps] = GENERATE(table<std::string, size_t>({
      {"bogus\n", 3},
      {"global\n  ulimit-n 4000000000\n", 4}, // refused by the new worker, not by the master
  }));
  master.configure(configuration);
  CHECK(master.reload().starts_with("Success=0\n"));
  REQUIRE(systemd.heard().size() == steps);
  CHECK(systemd.heard().front().starts_with("RELOADING=1\nMONOTONIC_USEC="));
  CHECK(systemd.heard().back() == reload_failed);
  systemd.forget();
  master.configure("global\n");
  master.must_reload();
  CHECK(systemd.heard().back() == ready(master.process()));
}

TEST_CASE("systemd's watchdog hears a sign of life again and again, also while a worker hangs") {
  auto systemd = manager{};
  auto master =
      service{{.arguments = {"-Ws"}, .in_front = systemd.environment({"WATCHDOG_USEC=200000"})}};
  systemd.await(sign_of_life, 3);
  ::kill(master.workers().at(0), SIGSTOP);
  systemd.forget();
  systemd.await(sign_of_life, 5);
  master.talk("reload\n");
  systemd.forget();
  systemd.await(sign_of_life, 3);
}

TEST_CASE("a watchdog that watches another process hears no sign of life") {
  auto systemd = manager{};
  auto master =
      service{{.arguments = {"-Ws"},
               .in_front = systemd.environment({"WATCHDOG_USEC=2000", "WATCHDOG_PID=1"})}};
  stop(master.process());
  CHECK(systemd.heard() ==
        words{until_ready, ready(master.process()), stopping, until_stopped, stopped});
}

TEST_CASE("workers do not see what is between systemd and the master") {
  auto systemd = manager{};
  auto between = words{"WATCHDOG_USEC=9000000", "LISTEN_FDS=1", "LISTEN_FDNAMES=x", "LISTEN_PID=1"};
  auto master = service{{.arguments = {"-Ws"}, .in_front = systemd.environment(between)}};
  for (auto reloads = 0; reloads < 2; ++reloads) {
    auto environment = "\n" + master.talk("@1 show env\n");
    CHECK_THAT(environment, Catch::Contains("\nPATH="));
    for (const auto* name : {"NOTIFY_SOCKET", "WATCHDOG_", "LISTEN_"})
      CHECK_THAT(environment, !Catch::Contains(fmt::format("\n{}", name)));
    master.must_reload();
  }
}

TEST_CASE("without -Ws systemd hears nothing") {
  auto systemd = manager{};
  auto master = service{{.in_front = systemd.environment({"WATCHDOG_USEC=2000"})}};
  master.must_reload();
  stop(master.process());
  CHECK(systemd.heard().empty());
}

TEST_CASE("options -Ws and -D exclude each other: one line says so, and nothing is left") {
  auto systemd = manager{};
  auto folder = temporary_folder{};
  write_file(folder / "mw.cfg", "global\n");
  auto rest = words{"-S", folder / "cli", "-f", folder / "mw.cfg"};
  for (auto both : {words{"-Ws", "-D"}, words{"-D", "-Ws"}}) {
    both.insert(both.end(), rest.begin(), rest.end());
    auto ended = run({.arguments = both, .in_front = systemd.environment()});
    CHECK(ended.errors ==
          "-Ws and -D exclude each other: systemd hears the process that it started\n");
    CHECK(ended.code == 1);
  }
  CHECK(systemd.heard().empty());
  CHECK(folder.names() == words{"mw.cfg"});
}

TEST_CASE("with -Ws a configuration that says daemon stays in the foreground") {
  auto systemd = manager{};
  auto master = notifying(systemd, "global\n  daemon\n");
  systemd.await(ready(master.process()));
  CHECK(master.process().runs());
}

TEST_CASE("a systemd that reads nothing, or is not there, holds nobody up") {
  auto systemd = manager{};
  systemd.fill();
  for (const auto& environment : {systemd.environment({"WATCHDOG_USEC=2000"}),
                                  words{"/usr/bin/env", "NOTIFY_SOCKET=/nowhere/notify"},
                                  words{"/usr/bin/env", "NOTIFY_SOCKET=nonsense"}}) {
    auto master = service{{.arguments = {"-Ws"}, .in_front = environment}};
    master.must_reload();
    CHECK(master.talk("@1 show version\n") == MW_VERSION "\n\n");
    stop(master.process());
  }
}
