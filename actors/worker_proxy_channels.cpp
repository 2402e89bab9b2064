// A worker proxy, connections to its worker: see worker_proxy.hpp.
#include "actors/worker_proxy.hpp"

namespace mw {

namespace {

errc to_errc(const std::error_code& error) {
  if (error == std::errc::too_many_files_open || error == std::errc::too_many_files_open_in_system)
    return errc::no_descriptors;
  if (error == std::errc::resource_unavailable_try_again)
    return errc::process_busy;
  return errc::process_gone;
}

} // namespace

tl::expected<net::unique_fd, errc> worker_proxy_state::new_channel(net::channel_kind kind) {
  if (!control_)
    return tl::unexpected(errc::process_gone);
  auto pair = net::make_pair();
  if (!pair)
    return tl::unexpected(to_errc(pair.error()));
  if (auto error = net::pass_channel(control_->native_handle(), pair->second, kind))
    return tl::unexpected(to_errc(error));
  return std::move(pair->first);
}

caf::result<channel_opened> worker_proxy_state::open(net::channel_kind kind) {
  auto channel = waiting_.empty() ? new_channel(kind) : tl::unexpected(errc::process_busy);
  if (channel)
    return channel_opened{descriptor_box{channel->release()}};
  if (channel.error() != errc::process_busy)
    return caf::make_error(channel.error());
  waiting_.push_back({self_->make_response_promise<channel_opened>(), kind});
  if (waiting_.size() == 1)
    wait_for_room();
  return waiting_.back().promise;
}

/// The worker empties the control pair as it takes its channels.
void worker_proxy_state::wait_for_room() {
  control_->async_wait(asio::posix::stream_descriptor::wait_write,
                       self_->bind([this](asio::error_code error) {
                         if (!error)
                           open_waiting();
                       }));
  patience_.expires_after(busy_time_limit);
  patience_.async_wait(self_->bind([this](asio::error_code error) {
    if (!error)
      refuse_waiting(errc::process_busy);
  }));
}

void worker_proxy_state::open_waiting() {
  while (!waiting_.empty()) {
    auto channel = new_channel(waiting_.front().kind);
    if (!channel && channel.error() == errc::process_busy)
      return wait_for_room();
    auto promise = std::move(waiting_.front().promise);
    waiting_.pop_front();
    if (channel)
      promise.deliver(channel_opened{descriptor_box{channel->release()}});
    else
      promise.deliver(caf::make_error(channel.error()));
  }
  patience_.cancel();
}

void worker_proxy_state::refuse_waiting(errc why) {
  if (control_)
    control_->cancel();
  for (auto& asker : std::exchange(waiting_, {}))
    asker.promise.deliver(caf::make_error(why));
}

} // namespace mw
