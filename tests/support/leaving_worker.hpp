// A worker's control pair and channels, with a soft stop that the test steps.
#pragma once

#include "actors/worker/cli_listener.hpp"
#include "tests/support/worker_loop.hpp"

#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

namespace mw::test {

/// The listener's part of a worker process, and the master's end of its control pair.
class leaving_worker : public worker_loop {
public:
  leaving_worker() {
    context.stop.when_finished([this] {
      finished = true;
      io.stop();
    });
    listener_.start();
  }

  /// The master's end of a new channel; none when the worker takes no more.
  std::optional<net::unique_fd> open(net::channel_kind kind = net::channel_kind::framed) {
    return open_at(master.get(), kind);
  }

  static std::optional<net::unique_fd> open_at(int control, net::channel_kind kind) {
    auto pair = net::make_pair().value();
    auto error = net::pass_channel(control, pair.second, kind);
    if (error == std::errc::broken_pipe)
      return {};
    if (error)
      throw std::system_error(error);
    return std::move(pair.first);
  }

  bool finished = false;
  bool master_gone = false;

private:
  std::pair<net::unique_fd, net::unique_fd> control_pair_ = net::make_pair().value();

public:
  net::unique_fd master = std::move(control_pair_.first);

private:
  worker::cli_listener listener_{io, std::move(control_pair_.second), context,
                                 [this] { master_gone = true; }};
};

/// The error of writing this now; 0: all of it was taken, -1: a part.
inline int write_error(int fd, std::string_view bytes) {
  auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0)
    return errno;
  return static_cast<size_t>(sent) == bytes.size() ? 0 : -1;
}

} // namespace mw::test
