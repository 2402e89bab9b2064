// A worker proxy, connections to its worker: see worker_proxy.hpp.
#include "actors/worker_proxy/worker_proxy.hpp"

#include <algorithm>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace mw {

namespace {

// A worker that does not answer within this time is told to leave all the same.
constexpr auto sessions_time_limit = std::chrono::seconds{2};
// So much longer a leaving process may live than its work lasts. Most are done at once; those that
// are not are asked less and less often.
constexpr auto first_work_check = std::chrono::milliseconds{50};
constexpr auto longest_work_check = std::chrono::milliseconds{800};

errc to_errc(const std::error_code& error) {
  if (error == std::errc::too_many_files_open || error == std::errc::too_many_files_open_in_system)
    return errc::no_descriptors;
  if (error == std::errc::resource_unavailable_try_again)
    return errc::process_busy;
  return errc::process_gone;
}

} // namespace

channel_opened worker_proxy_state::opened(net::unique_fd end, net::channel_kind kind) {
  auto framed = kind == net::channel_kind::framed;
  return {descriptor_box{end.release()}, framed, knows_patterns_,
          framed ? shared_control{} : share_control()};
}

/// HAProxy takes one command on each channel: asking another thread for each would cost as much as
/// the command itself.
shared_control worker_proxy_state::share_control() {
  if (shared_.fd || !control_)
    return shared_;
  auto copy = ::fcntl(control_->native_handle(), F_DUPFD_CLOEXEC, 0);
  if (copy >= 0)
    shared_.fd = {new int{copy}, [](const int* fd) {
                    ::close(*fd);
                    delete fd;
                  }};
  return shared_;
}

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

/// False: there is no need, or no way. A built-in worker takes channels to its end.
bool worker_proxy_state::keep_within_reach() {
  if (!plan_->program.haproxy || !ready_ || kept_)
    return false;
  kept_ = std::make_unique<leaving_cli>(self_, [this] { begin_to_leave(); });
  if (!kept_->open([this] { return new_channel(net::channel_kind::lines); })) {
    kept_.reset();
    return false;
  }
  shared_ = {};
  self_->delayed_send(self_, sessions_time_limit, sessions_overdue{});
  work_check_after_ = first_work_check;
  self_->delayed_send(self_, work_check_after_, work_check_due{});
  return true;
}

void worker_proxy_state::check_for_work() {
  if (!kept_)
    return;
  kept_->check();
  work_check_after_ = std::min(work_check_after_ * 2, longest_work_check);
  self_->delayed_send(self_, work_check_after_, work_check_due{});
}

caf::result<channel_opened> worker_proxy_state::open(net::channel_kind kind) {
  if (kept_)
    return open_kept(kind);
  if (plan_ && plan_->program.haproxy)
    kind = net::channel_kind::lines;
  auto channel = waiting_.empty() ? new_channel(kind) : tl::unexpected(errc::process_busy);
  if (channel)
    return opened(std::move(*channel), kind);
  if (channel.error() != errc::process_busy)
    return caf::make_error(channel.error());
  waiting_.push_back({self_->make_response_promise<channel_opened>(), kind});
  if (waiting_.size() == 1)
    wait_for_room();
  return waiting_.back().promise;
}

/// To a HAProxy process that takes no more connections itself.
caf::result<channel_opened> worker_proxy_state::open_kept(net::channel_kind kind) {
  auto framed = kind == net::channel_kind::framed;
  auto channel = framed ? kept_->connect() : kept_->connect_console();
  if (!channel)
    return caf::make_error(channel.error());
  return opened(std::move(*channel), kind);
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
    auto kind = waiting_.front().kind;
    auto channel = new_channel(kind);
    if (!channel && channel.error() == errc::process_busy)
      return wait_for_room();
    auto promise = std::move(waiting_.front().promise);
    waiting_.pop_front();
    if (channel)
      promise.deliver(opened(std::move(*channel), kind));
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

/// A HAProxy process that asks another one for sockets gives up if there are none (`bind fd@n`
/// alone): so we ask before, with the first line of the same conversation.
caf::result<control_lent> worker_proxy_state::lend() {
  auto channel = new_channel(net::channel_kind::lines);
  if (!channel || borrower_)
    return caf::make_error(channel ? errc::process_busy : channel.error());
  borrower_ = self_->make_response_promise<control_lent>();
  socket_probe_.open(self_, channel->release());
  socket_probe_.write(self_, "_getsocks\n");
  return *borrower_;
}

void worker_proxy_state::lend_now() {
  socket_probe_.close();
  auto borrower = std::exchange(borrower_, std::nullopt);
  if (!borrower)
    return;
  auto control = share_control();
  if (control.fd)
    borrower->deliver(control_lent{std::move(control)});
  else
    borrower->deliver(caf::make_error(errc::no_descriptors));
}

void worker_proxy_state::refuse_to_lend() {
  socket_probe_.close();
  if (auto borrower = std::exchange(borrower_, std::nullopt))
    borrower->deliver(caf::make_error(errc::process_gone));
}

} // namespace mw
