// Clients of a balancer that do not stop asking.
#pragma once

#include "net/base/unique_fd.hpp"
#include "tests/support/deadline.hpp"
#include "tests/support/sockets.hpp"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include <sys/socket.h>

namespace mw::test {

/// Clients that open a connection for each request, each on a thread of its own.
class busy_clients {
public:
  busy_clients(const std::string& path, int count) : path_(path) {
    for (auto left = count; left > 0; --left)
      threads_.emplace_back([this] { run(); });
  }

  /// Ends the clients. Answers the first failure; empty if there was none.
  std::string end() {
    over_ = true;
    for (auto& thread : threads_)
      thread.join();
    return first_failure_;
  }

  /// Waits until so many requests were answered, or one was not. Answers whether they were, in
  /// time.
  bool await(unsigned requests) {
    auto lock = std::unique_lock{mutex_};
    changed_.wait_for(lock, patience, [&] { return over_ || requests_ >= requests; });
    return requests_ >= requests;
  }

  uint64_t bytes() const { return bytes_; } ///< bytes that were sent and have come back

  unsigned requests() const { return requests_; }

private:
  void run() {
    for (auto number = 0; !over_; ++number)
      if (auto wrong = ask(fmt::format("request {} {}", number, std::string(1000, 'x')));
          !wrong.empty()) {
        auto lock = std::lock_guard{mutex_};
        first_failure_ = wrong;
        over_ = true;
        changed_.notify_all();
      }
  }

  /// Sends a request. Answers the failure; empty if just its own bytes have come back.
  std::string ask(const std::string& request) {
    auto socket = unique_fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    auto name = unix_name(path_);
    if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&name), sizeof name) != 0)
      return fmt::format("cannot connect: {}", std::strerror(errno));
    if (::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size()))
      return fmt::format("cannot send: {}", std::strerror(errno));
    ::shutdown(socket.get(), SHUT_WR);
    auto answer = read_all(socket.get());
    bytes_ += answer.size();
    auto right = answer == request;
    if (right && ++requests_ % news_each == 0)
      changed_.notify_all();
    return right ? "" : fmt::format("got {} bytes of {}", answer.size(), request.size());
  }

  static std::string read_all(int fd) {
    auto all = std::string{};
    auto bytes = std::array<char, 4096>{};
    for (auto until = deadline{patience}; wait_for(fd, POLLIN, until);) {
      auto count = ::recv(fd, bytes.data(), bytes.size(), 0);
      if (count <= 0)
        return count == 0 ? all : fmt::format("{} then: {}", all, std::strerror(errno));
      all.append(bytes.data(), static_cast<size_t>(count));
    }
    return all + " then nothing more";
  }

  static constexpr auto news_each = 1'000U;

  std::string path_;
  std::atomic<bool> over_{false};
  std::atomic<uint64_t> bytes_{0};
  std::atomic<unsigned> requests_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string first_failure_;
  std::deque<std::thread> threads_;
};

} // namespace mw::test
