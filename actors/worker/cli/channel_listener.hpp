// Takes CLI channels from the control pair.
#pragma once

#include "actors/worker/base/worker_context.hpp"
#include "net/base/unique_fd.hpp"
#include "net/stream/channel.hpp"

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>

#include <functional>
#include <optional>

namespace mw::worker {

/// Owns the worker's end of the control pair, makes a connection of each channel that arrives, and
/// tells when the master is gone. From the last call of a soft stop on the master cannot pass
/// channels; those that are on their way are still taken. It must outlive the loop's run.
class cli_listener {
public:
  cli_listener(asio::io_context& io, net::unique_fd control, worker_context& worker,
               std::function<void()> master_gone);

  void start() { wait(); }

private:
  void wait();
  void take_channels();
  void open(net::received_channel channel);
  void pause();
  void hear_last_call();
  void input_ended();

  asio::io_context& io_;
  asio::posix::stream_descriptor control_;
  asio::steady_timer pause_;
  worker_context& worker_;
  std::function<void()> master_gone_;
  std::optional<soft_stop::hold> emptying_; ///< from the last call to the last channel
  soft_stop::notice at_last_call_;
};

} // namespace mw::worker
