// A worker process that the test has in its hand: a shell script that ends when it is told to.
#pragma once

#include "actors/plan/worker_executable.hpp"
#include "net/process/child_process.hpp"
#include "net/stream/channel.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <memory>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace mw::test {

/// A script as a worker, which reads what to do from the descriptor of its configuration: here that
/// is a socket.
class script {
public:
  /// Script that reads its exit code; the end of file, when this object ends, is one too.
  static constexpr auto waits_for_its_exit_code =
      "#!/bin/sh\nread -r code <&4 || code=99\nexit $code\n";

  explicit script(const std::string& text = waits_for_its_exit_code) {
    std::ofstream{path} << text;
    REQUIRE(::chmod(path.c_str(), 0700) == 0);
    auto pair = net::make_pair().value();
    control_ = std::move(pair.first);
    // The shell reads it as a file that blocks.
    REQUIRE(::fcntl(pair.second.get(), F_SETFL, 0) == 0);
    configuration_ = std::make_shared<net::unique_fd>(std::move(pair.second));
  }

  worker_executable program() const {
    return {.path = path, .environment = {}, .count = 1, .configuration = configuration_};
  }

  void exit(int code) { send(std::to_string(code) + "\n"); }

  /// Sends an empty line, which a script may read and go on: a shell that a signal has reached
  /// right before it began to read looks at its traps only when there is something to read.
  void wake() { send("\n"); }

  /// Waits for the next line that the script writes to the same descriptor.
  std::string says() const {
    auto line = std::string{};
    for (auto c = '\0'; c != '\n'; line += c) {
      auto wait = pollfd{control_.get(), POLLIN, 0};
      REQUIRE(::poll(&wait, 1, 20'000) == 1);
      REQUIRE(::read(control_.get(), &c, 1) == 1);
    }
    return line;
  }

  /// Lets the script end, if it has not.
  void hang_up() { control_.reset(); }

  temporary_folder folder;
  std::string path = folder / "worker";

private:
  void send(const std::string& line) {
    REQUIRE(::write(control_.get(), line.data(), line.size()) == static_cast<ssize_t>(line.size()));
  }

  net::unique_fd control_;
  std::shared_ptr<net::unique_fd> configuration_;
};

/// Another process of ours, seen from outside.
class process_view {
public:
  explicit process_view(int pid) : pidfd_(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))) {}

  /// Waits for its end; false if it does not come in time.
  bool ends() const {
    auto wait = pollfd{pidfd_.get(), POLLIN, 0};
    return ::poll(&wait, 1, 20'000) == 1;
  }

  /// Takes its exit status, if that is left: another test must not see it.
  void reap() const { net::reap(pidfd_.get()); }

  /// Copies its descriptor with this number.
  net::unique_fd descriptor(int number) const {
    return net::unique_fd{static_cast<int>(::syscall(SYS_pidfd_getfd, pidfd_.get(), number, 0))};
  }

  /// Tells whether something can be read from that descriptor now.
  bool has_input(int number) const {
    auto copy = descriptor(number);
    auto wait = pollfd{copy.get(), POLLIN, 0};
    return ::poll(&wait, 1, 0) == 1;
  }

private:
  net::unique_fd pidfd_;
};

} // namespace mw::test
