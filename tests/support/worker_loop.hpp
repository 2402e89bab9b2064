// A worker's loop in the test's hand, and the other end of its connections.
#pragma once

#include "actors/worker/base/worker_context.hpp"
#include "net/stream/frame.hpp"
#include "tests/support/deadline.hpp"

#include <asio/io_context.hpp>
#include <catch2/catch.hpp>

#include <array>
#include <cerrno>
#include <string>
#include <string_view>

#include <sys/socket.h>

namespace mw::test {

struct input_chunk {
  std::string bytes;
  bool ended = false; ///< end of file or an error
  int error = 0;
};

/// Reads all that is there now.
inline input_chunk read_now(int fd) {
  input_chunk got;
  std::array<char, 65536> buffer{};
  for (;;) {
    auto size = ::recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size <= 0) {
      got.error = size < 0 ? errno : 0;
      got.ended = got.error != EAGAIN;
      return got;
    }
    got.bytes.append(buffer.data(), static_cast<size_t>(size));
  }
}

inline void send_now(int fd, std::string_view bytes) {
  REQUIRE(::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT) ==
          static_cast<ssize_t>(bytes.size()));
}

/// Makes a framed message with this text.
inline std::string message(std::string_view text) {
  std::string out;
  net::append_frames(out, text);
  net::append_end_of_message(out);
  return out;
}

/// Steps the loop. The context outlives it, as connections need.
class worker_loop {
public:
  worker_loop() = default;
  worker_loop(const worker_loop&) = delete;
  worker_loop& operator=(const worker_loop&) = delete;

  /// Forgets who waits for the soft stop, which ends with the loop.
  ~worker_loop() { context.stop.when_finished({}); }

  /// Does all that can be done without waiting.
  void run() {
    while (io.poll() > 0) {
    }
  }

  /// Runs the loop until the condition holds; false if it does not in time.
  template <class F>
  bool run_until(F condition) {
    for (deadline until(patience); !condition(); io.run_one_for(milliseconds(until.left())))
      if (until.passed())
        return false;
    return true;
  }

  /// Reads what the worker sends, as it comes, until it waits or ends.
  input_chunk exchange(int fd) {
    input_chunk all;
    for (;;) {
      run();
      auto got = read_now(fd);
      all.bytes += got.bytes;
      all.ended = got.ended;
      all.error = got.error;
      if (got.bytes.empty() || got.ended)
        return all;
    }
  }

  /// Reads what the worker sends, and waits until so many bytes have come.
  input_chunk await(int fd, size_t size) {
    input_chunk all;
    run_until([&] {
      auto got = read_now(fd);
      all.bytes += got.bytes;
      all.ended = got.ended;
      all.error = got.error;
      return all.bytes.size() >= size || got.ended;
    });
    return all;
  }

  worker::worker_context context;
  asio::io_context io{1};
};

} // namespace mw::test
