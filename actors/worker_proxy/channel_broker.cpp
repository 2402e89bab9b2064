// Opens channels to one worker: see channel_broker.hpp.
#include "actors/worker_proxy/channel_broker.hpp"

#include <utility>

#include <fcntl.h>
#include <unistd.h>

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

void channel_broker::begin(net::unique_fd control) {
  control_.emplace(self_->io(), control.release());
}

void channel_broker::end() {
  shared_ = {};
  control_.reset();
  refuse_waiting(errc::process_gone);
}

tl::expected<net::unique_fd, errc> channel_broker::make(net::channel_kind kind) {
  if (!control_)
    return tl::unexpected(errc::process_gone);
  auto pair = net::make_pair();
  if (!pair)
    return tl::unexpected(to_errc(pair.error()));
  if (auto error = net::pass_channel(control(), pair->second, kind))
    return tl::unexpected(to_errc(error));
  return std::move(pair->first);
}

channel_opened channel_broker::answer(net::unique_fd end, net::channel_kind kind) {
  auto framed = kind == net::channel_kind::framed;
  return {.end = descriptor_box{end.release()},
          .framed = framed,
          .knows_patterns = knows_patterns_,
          .control = framed ? shared_control{} : share()};
}

shared_control channel_broker::share() {
  if (shared_.fd || !control_)
    return shared_;
  auto copy = ::fcntl(control(), F_DUPFD_CLOEXEC, 0);
  if (copy >= 0)
    shared_.fd = {new int{copy}, [](const int* fd) {
                    ::close(*fd);
                    delete fd;
                  }};
  return shared_;
}

caf::result<channel_opened> channel_broker::open(net::channel_kind kind) {
  auto channel = waiting_.empty() ? make(kind) : tl::unexpected(errc::process_busy);
  if (channel)
    return answer(std::move(*channel), kind);
  if (channel.error() != errc::process_busy)
    return caf::make_error(channel.error());
  waiting_.push_back({self_->make_response_promise<channel_opened>(), kind});
  if (waiting_.size() == 1)
    wait_for_room();
  return waiting_.back().promise;
}

/// The worker empties the control pair as it takes its channels.
void channel_broker::wait_for_room() {
  control_->async_wait(asio::posix::stream_descriptor::wait_write,
                       self_->bind([this](asio::error_code error) {
                         if (!error)
                           open_waiting();
                       }));
  self_->cancel(patience_);
  patience_ = self_->after(busy_time_limit, [this] { refuse_waiting(errc::process_busy); });
}

void channel_broker::open_waiting() {
  while (!waiting_.empty()) {
    auto kind = waiting_.front().kind;
    auto channel = make(kind);
    if (!channel && channel.error() == errc::process_busy)
      return wait_for_room();
    auto promise = std::move(waiting_.front().promise);
    waiting_.pop_front();
    if (channel)
      promise.deliver(answer(std::move(*channel), kind));
    else
      promise.deliver(caf::make_error(channel.error()));
  }
  self_->cancel(patience_);
}

void channel_broker::refuse_waiting(errc why) {
  self_->cancel(patience_);
  if (control_)
    control_->cancel();
  for (auto& asker : std::exchange(waiting_, {}))
    asker.promise.deliver(caf::make_error(why));
}

} // namespace mw
