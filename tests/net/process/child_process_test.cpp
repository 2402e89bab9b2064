// Real children: how they start, what they inherit, how they end.
#include "net/process/child_process.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <array>
#include <csignal>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

namespace mw::child_process_test {

using namespace net;

namespace {

struct pipe_ends {
  unique_fd read;
  unique_fd write;
};

pipe_ends make_pipe(int flags = O_CLOEXEC) {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), flags) == 0);
  return {unique_fd(ends[0]), unique_fd(ends[1])};
}

program command(std::vector<std::string> arguments) {
  program what;
  what.path = arguments.front();
  what.arguments = std::move(arguments);
  what.environment = {"PATH=/usr/bin:/bin", "LC_ALL=C"};
  return what;
}

program script(const std::string& text) {
  return command({"/bin/sh", "-c", text});
}

/// Waits for the end; a child that hangs fails the test.
exit_status end_of(const child_process& child) {
  pollfd waiting{child.pidfd.get(), POLLIN, 0};
  REQUIRE(::poll(&waiting, 1, 30000) == 1);
  auto status = reap(child.pidfd.get());
  REQUIRE(status);
  return *status;
}

exit_status run(const program& what) {
  auto child = start(what);
  REQUIRE(child);
  return end_of(*child);
}

std::string read_all(const unique_fd& fd) {
  std::string all;
  std::array<char, 4096> bytes{};
  ssize_t size = 0;
  while ((size = ::read(fd.get(), bytes.data(), bytes.size())) > 0)
    all.append(bytes.data(), static_cast<size_t>(size));
  return all;
}

/// Runs a program. Answers its standard output.
std::string output(program what) {
  auto out = make_pipe();
  what.descriptors.emplace_back(out.write.get(), STDOUT_FILENO);
  auto child = start(what);
  REQUIRE(child);
  out.write.reset();
  auto all = read_all(out.read);
  CHECK(end_of(*child) == exit_status{});
  return all;
}

std::error_code start_error(const program& what) {
  auto child = start(what);
  return child ? std::error_code{} : child.error();
}

} // namespace

TEST_CASE("a child's exit code is reported", "[child_process]") {
  CHECK(run(command({"/bin/true"})) == exit_status{.code = 0, .signal = 0});
  CHECK(run(script("exit 7")) == exit_status{.code = 7, .signal = 0});
}

TEST_CASE("a child killed by a signal reports the signal", "[child_process]") {
  CHECK(run(script("kill -KILL $$")) == exit_status{.code = 0, .signal = SIGKILL});
}

TEST_CASE("a running child is not reaped, and a signal reaches it", "[child_process]") {
  auto in = make_pipe();
  auto cat = command({"/bin/cat"});
  cat.descriptors = {{in.read.get(), STDIN_FILENO}};
  auto child = start(cat);
  REQUIRE(child);
  CHECK_FALSE(reap(child->pidfd.get()));
  CHECK_FALSE(send_signal(child->pidfd.get(), SIGTERM));
  CHECK(end_of(*child) == exit_status{.code = 0, .signal = SIGTERM});
}

TEST_CASE("a signal to an ended child is ESRCH, reaped or not", "[child_process]") {
  auto child = start(command({"/bin/true"}));
  REQUIRE(child);
  pollfd waiting{child->pidfd.get(), POLLIN, 0};
  REQUIRE(::poll(&waiting, 1, 30000) == 1);
  CHECK(send_signal(child->pidfd.get(), SIGTERM) == std::errc::no_such_process);
  CHECK(end_of(*child) == exit_status{});
  CHECK(send_signal(child->pidfd.get(), SIGTERM) == std::errc::no_such_process);
}

TEST_CASE("an impossible signal is EINVAL", "[child_process]") {
  auto in = make_pipe();
  auto cat = command({"/bin/cat"});
  cat.descriptors = {{in.read.get(), STDIN_FILENO}};
  auto child = start(cat);
  REQUIRE(child);
  CHECK(send_signal(child->pidfd.get(), 1000) == std::errc::invalid_argument);
  in.write.reset();
  CHECK(end_of(*child) == exit_status{});
}

TEST_CASE("a child that was reaped already has a lost status", "[child_process]") {
  auto child = start(script("exit 7"));
  REQUIRE(child);
  CHECK(end_of(*child) == exit_status{.code = 7, .signal = 0});
  CHECK(reap(child->pidfd.get()) == lost_status);
}

TEST_CASE("the pidfd is close-on-exec and names the pid", "[child_process]") {
  auto child = start(command({"/bin/true"}));
  REQUIRE(child);
  CHECK(::fcntl(child->pidfd.get(), F_GETFD) == FD_CLOEXEC);
  std::ifstream info(fmt::format("/proc/self/fdinfo/{}", child->pidfd.get()));
  std::string lines((std::istreambuf_iterator<char>(info)), {});
  CHECK_THAT(lines, Catch::Contains(fmt::format("Pid:\t{}\n", child->pid)));
  CHECK(end_of(*child) == exit_status{});
}

TEST_CASE("a program that cannot be run is an error and leaves no child", "[child_process]") {
  temporary_folder folder;
  std::ofstream(folder / "plain") << "no program\n";
  REQUIRE(::chmod((folder / "plain").c_str(), 0644) == 0);
  std::ofstream(folder / "odd") << "no program\n";
  REQUIRE(::chmod((folder / "odd").c_str(), 0755) == 0);
  CHECK(start_error(command({folder / "missing"})) == std::errc::no_such_file_or_directory);
  CHECK(start_error(command({folder / "plain"})) == std::errc::permission_denied);
  CHECK(start_error(command({folder / "odd"})) == std::errc::executable_format_error);
  CHECK(start_error(command({folder.path()})) == std::errc::permission_denied);
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);
}

TEST_CASE("a descriptor that is not open is an error", "[child_process]") {
  auto what = command({"/bin/true"});
  what.descriptors = {{-1, 3}};
  CHECK(start_error(what) == std::errc::bad_file_descriptor);
}

TEST_CASE("a child has its mapped descriptors and no others", "[child_process]") {
  auto inherited = make_pipe(0);
  auto list = command({"/bin/ls", "/proc/self/fd"});
  // The first free number is what ls itself reads the folder with.
  CHECK(output(list) == "0\n1\n2\n3\n");
  list.descriptors = {{inherited.read.get(), 3}, {inherited.write.get(), 4}, {0, 9}};
  CHECK(output(list) == "0\n1\n2\n3\n4\n5\n9\n");
}

TEST_CASE("mapped descriptors may cross", "[child_process]") {
  auto first = make_pipe();
  auto second = make_pipe();
  int a = first.write.get();
  int b = second.write.get();
  auto write =
      script(fmt::format("echo to-{0} >/proc/self/fd/{0}; echo to-{1} >/proc/self/fd/{1}", a, b));
  write.descriptors = {{a, b}, {b, a}};
  CHECK(run(write) == exit_status{});
  first.write.reset();
  second.write.reset();
  CHECK(read_all(first.read) == fmt::format("to-{}\n", b));
  CHECK(read_all(second.read) == fmt::format("to-{}\n", a));
}

TEST_CASE("a descriptor may keep its number and have several more", "[child_process]") {
  auto out = make_pipe();
  int number = out.write.get();
  auto write = script(fmt::format("echo same >/proc/self/fd/{}; echo 50 >/proc/self/fd/50; "
                                  "echo 51 >/proc/self/fd/51",
                                  number));
  write.descriptors = {{number, 50}, {number, number}, {number, 51}};
  CHECK(run(write) == exit_status{});
  CHECK(::fcntl(number, F_GETFD) == FD_CLOEXEC);
  out.write.reset();
  CHECK(read_all(out.read) == "same\n50\n51\n");
}

TEST_CASE("a child has just the environment and arguments it is given", "[child_process]") {
  auto print = command({"/usr/bin/env"});
  print.environment = {"A=1", "EMPTY=", "SPACE=a b"};
  CHECK(output(print) == "A=1\nEMPTY=\nSPACE=a b\n");
  print.environment.clear();
  CHECK(output(print).empty());
  auto name = script("echo $0-$1-$2");
  name.arguments.insert(name.arguments.end(), {"zero", "", "a b"});
  CHECK(output(name) == "zero--a b\n");
}

TEST_CASE("signals that the parent blocks, ignores and handles are reset", "[child_process]") {
  sigset_t some;
  ::sigemptyset(&some);
  ::sigaddset(&some, SIGUSR1);
  sigset_t before;
  REQUIRE(::pthread_sigmask(SIG_BLOCK, &some, &before) == 0);
  auto* pipe_before = std::signal(SIGPIPE, SIG_IGN);
  auto* user_before = std::signal(SIGUSR2, [](int) {});
  auto lines = output(command({"/bin/sed", "-n", "/^Sig[BIC]/p", "/proc/self/status"}));
  sigset_t after;
  REQUIRE(::pthread_sigmask(SIG_SETMASK, &before, &after) == 0);
  std::signal(SIGPIPE, pipe_before);
  std::signal(SIGUSR2, user_before);
  CHECK(lines == "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n"
                 "SigCgt:\t0000000000000000\n");
  CHECK(::sigismember(&after, SIGUSR1) == 1);
  CHECK(::sigismember(&after, SIGUSR2) == 0);
}

TEST_CASE("the parent death signal comes when the starting thread ends", "[child_process]") {
  auto in = make_pipe();
  auto cat = command({"/bin/cat"});
  cat.descriptors = {{in.read.get(), STDIN_FILENO}};
  cat.parent_death_signal = SIGTERM;
  tl::expected<child_process, std::error_code> child;
  std::thread([&] { child = start(cat); }).join();
  REQUIRE(child);
  CHECK(end_of(*child) == exit_status{.code = 0, .signal = SIGTERM});
}

TEST_CASE("without a parent death signal the child outlives the starting thread",
          "[child_process]") {
  auto in = make_pipe();
  auto cat = command({"/bin/cat"});
  cat.descriptors = {{in.read.get(), STDIN_FILENO}};
  tl::expected<child_process, std::error_code> child;
  std::thread([&] { child = start(cat); }).join();
  REQUIRE(child);
  in.write.reset();
  CHECK(end_of(*child) == exit_status{});
}

TEST_CASE("an impossible parent death signal is EINVAL", "[child_process]") {
  auto what = command({"/bin/true"});
  what.parent_death_signal = 1000;
  CHECK(start_error(what) == std::errc::invalid_argument);
}

TEST_CASE("several threads start children at the same time", "[child_process]") {
  std::array<int, 4> good{};
  std::vector<std::thread> threads;
  for (auto& count : good)
    threads.emplace_back([&count] {
      for (int round = 0; round < 10; ++round) {
        auto child = start(script("exit 5"));
        pollfd waiting{child ? child->pidfd.get() : -1, POLLIN, 0};
        if (::poll(&waiting, 1, 30000) == 1 &&
            reap(child->pidfd.get()) == exit_status{.code = 5, .signal = 0})
          ++count;
      }
    });
  for (auto& thread : threads)
    thread.join();
  CHECK(good == std::array{10, 10, 10, 10});
}

} // namespace mw::child_process_test
