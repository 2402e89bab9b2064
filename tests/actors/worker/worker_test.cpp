// The built-in worker as a process of its own: its start, its signals and its end.
#include "actors/config/text/source.hpp"
#include "actors/worker/worker.hpp"
#include "net/stream/channel.hpp"
#include "net/stream/frame.hpp"
#include "tests/support/forked.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <csignal>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mw::worker_test {

namespace {

net::unique_fd sealed(const std::string& text) {
  std::array<config::source, 1> sources{{{"a.cfg", text}}};
  return config::seal_sources(sources).value();
}

/// Sends lines, and reads up to the end.
std::string talk(int fd, std::string_view lines) {
  ::send(fd, lines.data(), lines.size(), MSG_NOSIGNAL);
  std::string all;
  std::array<char, 4096> buffer{};
  for (;;) {
    auto size = ::recv(fd, buffer.data(), buffer.size(), 0);
    if (size <= 0)
      return all;
    all.append(buffer.data(), static_cast<size_t>(size));
  }
}

std::string ask_at(const std::string& path, std::string_view lines) {
  auto client = net::unique_fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  REQUIRE(connect_to(client, unix_name(path)));
  return talk(client.get(), lines);
}

/// A listening socket, and settings that make it a stats socket.
struct stats_fixture {
  stats_fixture() {
    config::listener_settings bind;
    bind.where = socket.where();
    bind.level = access_level::oper;
    settings.stats_sockets = {bind};
  }

  temporary_folder folder;
  std::string path = folder / "cli";
  listen_socket socket = open_one(path);
  config::configuration settings;
};

/// A pipe that takes no more.
struct full_pipe {
  full_pipe() {
    REQUIRE(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0);
    std::array<char, 65536> bytes{};
    while (::write(ends[1], bytes.data(), bytes.size()) > 0) {
    }
    while (::write(ends[1], bytes.data(), 1) > 0) {
    }
    ::fcntl(ends[1], F_SETFL, 0); // blocking, as the master makes it
  }

  full_pipe(const full_pipe&) = delete;
  full_pipe& operator=(const full_pipe&) = delete;

  ~full_pipe() {
    close_reader();
    ::close(ends[1]);
  }

  void close_reader() {
    if (ends[0] >= 0)
      ::close(std::exchange(ends[0], -1));
  }

  std::array<int, 2> ends{-1, -1};
};

/// A forked worker; killed if it is still there at the end.
class forked_worker {
public:
  explicit forked_worker(const std::string& text = "global\n", int errors = null_device().get()) {
    auto source = sealed(text);
    start(errors, [&](int control) { return run_worker({control, source.release(), 1}); });
  }

  /// Starts a worker with these settings and one inherited socket.
  forked_worker(const config::configuration& settings, const net::listen_socket& socket) {
    start(null_device().get(), [&](int control) {
      auto inherited = inherited_range{to_string(socket.where()), socket.fd(), socket.fd()};
      return run_worker({control, -1, 1, 1, {inherited}}, settings);
    });
  }

  forked_worker(const forked_worker&) = delete;
  forked_worker& operator=(const forked_worker&) = delete;

  ~forked_worker() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      wait();
    }
  }

  net::unique_fd open(net::channel_kind kind) {
    auto pair = net::make_pair().value();
    REQUIRE_FALSE(net::pass_channel(control_.get(), pair.second, kind));
    ::fcntl(pair.first.get(), F_SETFL, 0); // blocking: the test waits for answers
    return std::move(pair.first);
  }

  std::string ask(std::string_view lines) {
    auto channel = open(net::channel_kind::lines);
    return talk(channel.get(), lines);
  }

  void signal(int number) { ::kill(pid_, number); }

  void leave() { control_.reset(); }

  int wait() {
    int status = 0;
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    return status;
  }

private:
  /// The stderr of the worker: its words about a wrong configuration are not for the test's output.
  static const net::unique_fd& null_device() {
    static const net::unique_fd device(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    return device;
  }

  template <class F>
  void start(int errors, F work) {
    auto pair = net::make_pair().value();
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      pair.first.reset();
      ::dup2(errors, STDERR_FILENO);
      ::_exit(work(pair.second.release()));
    }
    control_ = std::move(pair.first);
  }

  pid_t pid_ = -1;
  net::unique_fd control_;
};

bool exited(int status, int code) {
  return WIFEXITED(status) && WEXITSTATUS(status) == code;
}

bool killed(int status, int signal) {
  return WIFSIGNALED(status) && WTERMSIG(status) == signal;
}

} // namespace

TEST_CASE("a worker answers on channels that its master passes to it") {
  forked_worker worker;
  CHECK(worker.ask("echo a;show cli level\n") == "a\n\nadmin\n\n");
  CHECK(worker.ask("show version\n") == MW_VERSION "\n\n");
}

TEST_CASE("a command that came before the worker was ready is answered when it is") {
  forked_worker worker;
  auto channel = worker.open(net::channel_kind::framed);
  std::string question;
  net::append_frames(question, "echo a");
  net::append_end_of_message(question);
  REQUIRE(::send(channel.get(), question.data(), question.size(), 0) > 0);
  std::string expected;
  net::append_frames(expected, "a\n\n");
  net::append_end_of_message(expected);
  std::string answer(expected.size(), '\0');
  CHECK(::recv(channel.get(), answer.data(), answer.size(), MSG_WAITALL) ==
        static_cast<ssize_t>(expected.size()));
  CHECK(answer == expected);
}

TEST_CASE("a worker ends with status 1 when its master is gone, open channels or not") {
  forked_worker worker;
  auto idle = worker.open(net::channel_kind::framed);
  CHECK(worker.ask("echo a\n") == "a\n\n");
  worker.leave();
  CHECK(exited(worker.wait(), 1));
}

TEST_CASE("SIGUSR1 is a soft stop: a worker with nothing to do ends with status 0") {
  forked_worker worker;
  auto idle = worker.open(net::channel_kind::framed);
  CHECK(worker.ask("echo a\n") == "a\n\n");
  worker.signal(SIGUSR1);
  CHECK(exited(worker.wait(), 0));
}

TEST_CASE("SIGTERM and SIGINT end a worker at once, as these signals do") {
  auto number = GENERATE(SIGTERM, SIGINT);
  forked_worker worker;
  CHECK(worker.ask("echo a\n") == "a\n\n");
  worker.signal(number);
  CHECK(killed(worker.wait(), number));
}

TEST_CASE("signals that are for the master only do nothing to a worker") {
  forked_worker worker;
  CHECK(worker.ask("echo a\n") == "a\n\n");
  for (int number : {SIGUSR2, SIGHUP, SIGPIPE, SIGQUIT, SIGTTIN, SIGTTOU})
    worker.signal(number);
  CHECK(worker.ask("echo b\n") == "b\n\n");
}

TEST_CASE("a worker whose configuration is wrong ends with status 1") {
  forked_worker worker("global\n  foo\n");
  CHECK(exited(worker.wait(), 1));
}

TEST_CASE("a worker whose stderr takes nothing ends all the same when its configuration is wrong") {
  full_pipe errors;
  if (GENERATE(false, true))
    errors.close_reader();
  forked_worker worker("global\n  foo\n  bar\n", errors.ends[1]);
  CHECK(exited(worker.wait(), 1));
}

TEST_CASE("a command that takes time keeps a stopping worker alive until its answer is sent") {
  forked_worker worker;
  auto channel = worker.open(net::channel_kind::lines);
  REQUIRE(::send(channel.get(), "prompt i\nwait 50\n", 17, 0) == 17);
  std::array<char, 1> blank_line{};
  REQUIRE(::recv(channel.get(), blank_line.data(), 1, 0) == 1);
  worker.signal(SIGUSR1);
  CHECK(talk(channel.get(), "") == "Done.\n\n");
  CHECK(exited(worker.wait(), 0));
}

TEST_CASE_METHOD(stats_fixture, "a worker answers on the sockets that it inherits") {
  forked_worker worker(settings, socket);
  CHECK(ask_at(path, "show cli level\n") == "operator\n\n");
  CHECK_THAT(worker.ask("show cli sockets\n"),
             Catch::Contains("\nunix@" + path + " operator all\nsockpair@"));
  worker.signal(SIGUSR1);
  CHECK(exited(worker.wait(), 0));
  CHECK(serves(path)); // the socket is open as long as one process has it
}

TEST_CASE_METHOD(stats_fixture, "a worker that has not got its sockets ends with status 1") {
  settings.stats_sockets.push_back(settings.stats_sockets.front());
  forked_worker worker(settings, socket);
  CHECK(exited(worker.wait(), 1));
}

TEST_CASE_METHOD(stats_fixture, "a worker that cannot give its privileges away does not serve") {
  settings.chroot = folder / "missing";
  forked_worker worker(settings, socket);
  CHECK(exited(worker.wait(), 1));
}

TEST_CASE_METHOD(stats_fixture, "a worker serves from its chroot as another user") {
  if (!test::is_root())
    return;
  settings.chroot = folder.path();
  settings.uid = 65534;
  settings.gid = 65534;
  settings.ulimit_n = 100;
  forked_worker worker(settings, socket);
  CHECK(ask_at(path, "echo a\n") == "a\n\n");
  auto fds = worker.ask("show fd\n");
  CHECK_THAT(fds, Catch::Contains("type=socket flags=cloexec,nonblock owner=control_pair\n") &&
                      Catch::Contains("owner=stats_socket\n") &&
                      Catch::Contains("type=anonymous flags=cloexec owner=event_loop\n"));
  auto info = worker.ask("show info\n");
  CHECK_THAT(info, Catch::Contains("\nUlimit-n: 100\n") && !Catch::Contains("Resident_bytes"));
}

} // namespace mw::worker_test
