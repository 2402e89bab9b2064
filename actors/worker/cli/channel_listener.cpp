// CLI channels from the control pair: see channel_listener.hpp.
#include "actors/worker/cli/channel_listener.hpp"

#include "actors/worker/cli/connection.hpp"
#include "actors/worker/cli/conversation.hpp"

#include <system_error>

#include <sys/socket.h>

namespace mw::worker {

namespace {

/// The most channels that are taken in one turn; more wait until others have had theirs.
constexpr int most_at_once = 32;
/// The pause when the system gives out no descriptor or memory: long enough not to spin.
constexpr auto pause_time = std::chrono::milliseconds(100);

/// Tells whether one channel is lost with its message, which the master sees as an end of file.
bool lost_one(std::error_code error) {
  return error == std::errc::bad_message || error == std::errc::too_many_files_open;
}

} // namespace

cli_listener::cli_listener(asio::io_context& io, net::unique_fd control, worker_context& worker,
                           std::function<void()> master_gone)
    : io_(io),
      control_(io, control.release()),
      pause_(io),
      worker_(worker),
      master_gone_(std::move(master_gone)),
      at_last_call_(worker.stop, soft_stop::stage::last_call, [this] { hear_last_call(); }) {
  worker_.owners.enter(control_.native_handle(), "control_pair");
}

void cli_listener::wait() {
  control_.async_wait(asio::posix::stream_descriptor::wait_read,
                      [this](const asio::error_code& error) {
                        if (!error)
                          take_channels();
                      });
}

void cli_listener::take_channels() {
  for (int taken = 0; taken < most_at_once; ++taken) {
    auto channel = net::receive_channel(control_.native_handle());
    if (channel)
      open(std::move(*channel));
    else if (channel.error() == std::errc::resource_unavailable_try_again)
      break;
    else if (channel.error() == std::errc::connection_reset)
      return input_ended();
    else if (!lost_one(channel.error()))
      return pause();
  }
  wait();
}

void cli_listener::open(net::received_channel channel) {
  auto talk = make_conversation(channel.kind, worker_);
  std::make_shared<connection>(io_, std::move(channel.fd), std::move(talk), worker_)->start();
}

/// Shuts the control pair for reading. The kernel tells no wait on this side of that end: only a
/// new one sees it.
void cli_listener::hear_last_call() {
  emptying_.emplace(worker_.stop);
  ::shutdown(control_.native_handle(), SHUT_RD);
  control_.cancel();
  pause_.cancel();
  wait();
}

/// Takes the end of the control pair for the master's, unless the last call has made it.
void cli_listener::input_ended() {
  if (worker_.stop.last_called())
    emptying_.reset();
  else
    master_gone_();
}

void cli_listener::pause() {
  pause_.expires_after(pause_time);
  pause_.async_wait([this](const asio::error_code& error) {
    if (!error)
      wait();
  });
}

} // namespace mw::worker
