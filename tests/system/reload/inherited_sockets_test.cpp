// Sockets that the real program's parent has bound, by number and by systemd's names.
#include "tests/programs/service.hpp"
#include "tests/support/sockets.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <optional>
#include <thread>

using namespace mw;
using namespace mw::test;

namespace {

using words = std::vector<std::string>;

const auto version = std::string{MW_VERSION "\n\n"};

unique_fd listening_unix(const std::string& path) {
  auto socket = make_socket(AF_UNIX);
  bind_to(socket, unix_name(path));
  REQUIRE(::listen(socket.get(), 128) == 0);
  return socket;
}

/// The command line of a shell that sets the variables of socket activation, and becomes the
/// program.
words activation(const std::string& names, const std::string& pid = "$$", int count = 2) {
  auto script = fmt::format("export LISTEN_PID={} LISTEN_FDS={} LISTEN_FDNAMES={}; exec \"$@\"",
                            pid, count, names);
  return {"/bin/sh", "-c", script, "sh"};
}

/// Two sockets of the starter's, 3 and 4 in the program, whose paths are `admin` and `stats`.
struct starter {
  start_options options(const words& arguments, const words& in_front) const {
    auto all = words{"-f", configuration};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return {.arguments = all,
            .in_front = in_front,
            .descriptors = {{admin.get(), 3}, {stats.get(), 4}}};
  }

  void configure(std::string_view text) const { write_file(configuration, text); }

  /// Closes our copies: from now on only the program has the sockets.
  void let_go() {
    admin.reset();
    stats.reset();
  }

  std::string ask_admin(std::string_view text) const { return talk(folder / "admin", text); }

  std::string ask_stats(std::string_view text) const { return talk(folder / "stats", text); }

  temporary_folder folder;
  std::string configuration = folder / "mw.cfg";
  unique_fd admin = listening_unix(folder / "admin");
  unique_fd stats = listening_unix(folder / "stats");
};

/// A starter whose program runs, with the CLI on the first socket, the workers on the second.
struct activated : starter {
  static constexpr auto both = "global\n  nbproc 2\n  stats socket fd@stats level admin\n";

  explicit activated(const words& in_front = activation("admin:stats")) {
    configure(both);
    master.emplace(options({"-S", "fd@admin"}, in_front));
    master->await_error("Loading success.");
    let_go();
  }

  std::string reload() const { return ask_admin("reload\n"); }

  std::optional<program> master;
};

/// Asks without a pause, each time over a new connection, and counts. A worker that leaves may
/// close a connection before a question has come: such a client is neither answered nor refused.
class busy_client {
public:
  explicit busy_client(const std::string& path)
      : thread_([this, name = unix_name(path)] {
          while (!stop_)
            ask(name);
        }) {}

  ~busy_client() { end(); }

  busy_client(const busy_client&) = delete;
  busy_client& operator=(const busy_client&) = delete;

  void end() {
    stop_ = true;
    if (thread_.joinable())
      thread_.join();
  }

  std::atomic<size_t> answered = 0;
  std::atomic<size_t> refused = 0;

private:
  void ask(const sockaddr_un& name) {
    auto socket = unique_fd{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    auto limit = timeval{.tv_sec = patience.count() / 1000, .tv_usec = 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (!connect_to(socket, name)) {
      ++refused;
      return;
    }
    constexpr auto command = std::string_view{"show version\n"};
    ::send(socket.get(), command.data(), command.size(), MSG_NOSIGNAL);
    auto buffer = std::array<char, 256>{};
    auto got = ::recv(socket.get(), buffer.data(), version.size(), MSG_WAITALL);
    if (got > 0 && std::string_view(buffer.data(), static_cast<size_t>(got)) == version)
      ++answered;
  }

  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

/// A master in the background, which no test may leave behind.
struct background_master {
  explicit background_master(const std::string& pid_file)
      : fd(pidfd_of(std::stoi(read_file(pid_file)))) {}

  ~background_master() { net::send_signal(fd.get(), SIGKILL); }

  background_master(const background_master&) = delete;
  background_master& operator=(const background_master&) = delete;

  unique_fd fd;
};

/// Starts a program that must end at once. Returns its words.
std::string refusal(const starter& by, const words& arguments, const words& in_front) {
  auto ended = run(by.options(arguments, in_front));
  CHECK(ended.code == 1);
  CHECK(ended.out.empty());
  return ended.errors;
}

} // namespace

TEST_CASE(
    "sockets that systemd names serve the CLI and the workers, and their files are not ours") {
  auto here = activated{};
  CHECK(here.ask_admin("@2 show version\n") == version);
  CHECK(here.ask_stats("show version\n") == version);
  CHECK(here.ask_admin("show cli sockets\n") == "# socket lvl processes\nfd@admin admin all\n\n");
  CHECK_THAT(here.ask_stats("show cli sockets\n"), Catch::Contains("fd@stats admin all\n"));
  here.master->signal(SIGTERM);
  CHECK(here.master->await_end().number() == 0);
  CHECK(here.folder.names() == words{"admin", "mw.cfg", "stats"});
}

TEST_CASE("the workers' inherited socket refuses nobody over reloads") {
  auto here = activated{};
  auto client = busy_client{here.folder / "stats"};
  for (auto reloads = 0; reloads < 10; ++reloads)
    CHECK(here.reload().starts_with("Success=1\n"));
  client.end();
  CHECK(client.answered > 0);
  CHECK(client.refused == 0);
}

TEST_CASE("an inherited socket that a reload gives up is there for a later one") {
  auto here = activated{};
  here.configure("global\n");
  CHECK(here.reload().starts_with("Success=1\n"));
  here.configure(activated::both);
  CHECK(here.reload().starts_with("Success=1\n"));
  CHECK(here.ask_stats("show version\n") == version);
}

TEST_CASE("a reload that names a socket which nobody gave fails, and the old workers serve on") {
  auto here = activated{};
  here.configure("global\n  stats socket fd@other\n");
  auto said = here.reload();
  CHECK(said.starts_with("Success=0\n"));
  CHECK_THAT(said, Catch::Contains("cannot listen on 'fd@other': no such name in LISTEN_FDNAMES "
                                   "(admin, stats) ('stats socket' at "));
  CHECK(here.ask_stats("show version\n") == version);
  here.configure(activated::both);
  CHECK(here.reload().starts_with("Success=1\n"));
}

TEST_CASE("several sockets of one name are all served") {
  auto here = starter{};
  here.configure("global\n");
  auto master = program{here.options({"-S", "fd@cli"}, activation("cli:cli"))};
  master.await_error("Loading success.");
  CHECK(here.ask_admin("@1 show version\n") == version);
  CHECK(here.ask_stats("@1 show version\n") == version);
}

TEST_CASE("inherited sockets are known by their numbers, whatever the environment says") {
  auto here = starter{};
  here.configure("global\n  stats socket fd@4\n");
  for (const auto& in_front : {words{}, activation("admin:stats"), activation("a:b", "1")}) {
    auto master = program{here.options({"-S", "fd@3"}, in_front)};
    master.await_error("Loading success.");
    CHECK(here.ask_admin("reload\n").starts_with("Success=1\n"));
    CHECK(here.ask_admin("@1 show version\n") == version);
    CHECK(here.ask_stats("show version\n") == version);
    master.signal(SIGTERM);
    CHECK(master.await_end().number() == 0);
  }
}

TEST_CASE("a named socket that is not there is one line that says what there is") {
  auto here = starter{};
  here.configure("global\n");
  auto said = [&](const words& in_front) {
    auto text = refusal(here, {"-S", "fd@nope"}, in_front);
    CHECK(std::count(text.begin(), text.end(), '\n') == 1);
    return text;
  };
  auto cannot = std::string{"cannot listen on 'fd@nope': "};
  CHECK_THAT(said(activation("admin:stats")),
             Catch::EndsWith(cannot + "no such name in LISTEN_FDNAMES (admin, stats)\n"));
  CHECK_THAT(said(activation("nope:stats", "1")),
             Catch::Contains(cannot + "LISTEN_PID is '1', this process is "));
  CHECK_THAT(
      said(activation("nope:stats", "$$", 3)),
      Catch::EndsWith(cannot + "LISTEN_FDS is '3', but LISTEN_FDNAMES has 2 (nope, stats)\n"));
  CHECK_THAT(said({}), Catch::EndsWith(cannot + "LISTEN_PID is not set\n"));
}

TEST_CASE("what is inherited but is no stream socket is one line that says so") {
  auto here = starter{};
  here.configure("global\n");
  auto said = [&](const std::string& where) {
    auto text = refusal(here, {"-S", where}, activation("datagrams:file"));
    CHECK(std::count(text.begin(), text.end(), '\n') == 1);
    return text;
  };
  here.admin = make_socket(AF_UNIX, SOCK_DGRAM);
  here.stats.reset(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  CHECK_THAT(said("fd@datagrams"),
             Catch::EndsWith("cannot listen on 'fd@datagrams': socket on file descriptor '3' is of "
                             "the wrong type.\n"));
  CHECK_THAT(said("fd@file"),
             Catch::EndsWith("cannot listen on 'fd@file': cannot use file descriptor '4' : Socket "
                             "operation on non-socket.\n"));
  CHECK_THAT(said("fd@77"), Catch::EndsWith("cannot listen on 'fd@77': cannot use file descriptor "
                                            "'77' : Bad file descriptor.\n"));
}

TEST_CASE("in the background a reload may name a socket that was not used before") {
  auto here = starter{};
  auto pid_file = here.folder / "pid";
  here.configure("global\n");
  auto arguments = words{"-S", "fd@admin", "-D", "-p", pid_file};
  auto launcher = program{here.options(arguments, activation("admin:stats"))};
  REQUIRE(launcher.await_end().number() == 0);
  auto master = background_master{pid_file};
  here.configure("global\n  stats socket fd@stats\n");
  here.let_go();
  CHECK(here.ask_admin("reload\n").starts_with("Success=1\n"));
  CHECK(here.ask_stats("show version\n") == version);
  net::send_signal(master.fd.get(), SIGTERM);
  CHECK(wait_for(master.fd.get(), POLLIN, deadline{patience}));
}
