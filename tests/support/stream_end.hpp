// The test's end of a connected stream: sends and reads without waiting.
#pragma once

#include "net/base/unique_fd.hpp"
#include "net/stream/channel.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <sys/socket.h>

namespace mw::test {

/// One end of a socket pair; the other end, `take_other()`, goes to the code under test.
class stream_end {
public:
  stream_end() {
    auto pair = net::make_pair().value();
    own_ = std::move(pair.first);
    other_ = std::move(pair.second);
  }

  explicit stream_end(net::unique_fd own) : own_(std::move(own)) {}

  net::unique_fd take_other() { return std::move(other_); }

  /// Sends as much as fits the socket; answers how much that was.
  size_t send(std::string_view bytes) {
    auto sent = ::send(own_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent < 0 ? 0 : static_cast<size_t>(sent);
  }

  /// Reads all that has arrived.
  std::string received() {
    auto all = std::string{};
    auto buffer = std::array<char, 65536>{};
    auto got = ssize_t{};
    while ((got = ::recv(own_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT)) > 0)
      all.append(buffer.data(), static_cast<size_t>(got));
    ended_ = got == 0;
    return all;
  }

  /// Tells whether the other side has closed and all bytes are read.
  bool closed() { return received().empty() && ended_; }

  void half_close() { ::shutdown(own_.get(), SHUT_WR); }

  /// Refuses bytes that are sent to this end from now on; those that have arrived can still be
  /// read.
  void refuse_more() { ::shutdown(own_.get(), SHUT_RD); }

  void close() { own_.reset(); }

private:
  net::unique_fd own_;
  net::unique_fd other_;
  bool ended_ = false;
};

} // namespace mw::test
