// Speaks for one worker process: see worker_proxy.hpp.
#include "actors/worker_proxy.hpp"

#include "actors/worker_end.hpp"

#include <fmt/format.h>

#include <csignal>

namespace mw {

namespace {

// A dead worker's channels break a moment before its pidfd tells.
constexpr auto fate_patience = std::chrono::milliseconds{200};
// A link that has seen its channel break asks at once.
constexpr auto retire_after = std::chrono::seconds{2};

int64_t now_seconds(caf::actor_clock& clock) {
  auto since_epoch = clock.now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count();
}

errc to_errc(const std::error_code& error) {
  if (error == std::errc::too_many_files_open || error == std::errc::too_many_files_open_in_system)
    return errc::no_descriptors;
  if (error == std::errc::resource_unavailable_try_again)
    return errc::process_busy;
  return errc::process_gone;
}

} // namespace

worker_proxy_state::worker_proxy_state(host<handle>* self, process_key process,
                                       worker_program program, master_actor master)
    : self_(self),
      process_(process),
      program_(std::move(program)),
      master_(std::move(master)),
      patience_(self->io()),
      probe_({[this](std::string_view) { answered(); }, [this] { probe_.close(); }}) {}

worker_proxy_actor::behavior_type worker_proxy_state::make_behavior() {
  start();
  return {
      [this](const open_channel& wish) {
        return open(wish.framed ? net::channel_kind::framed : net::channel_kind::lines);
      },
      [this](const ask_fate&) { return answer_fate(); },
      [this](const signal_worker& which) { send_signal(which.signal); },
      [this](const readiness_overdue&) { overdue(); },
      [this](const fate_overdue&) { answer_fates(false); },
      [this](const retire&) { self_->quit(); },
  };
}

void worker_proxy_state::start() {
  auto cannot = [this](const std::error_code& error) {
    finish({.process = process_,
            .cause = fmt::format("cannot be started: {}: {}", program_.path, error.message())});
  };
  auto pair = net::make_pair();
  if (!pair)
    return cannot(pair.error());
  auto number = static_cast<unsigned>(process_.relative);
  auto child = net::start(program_.command(number, pair->second.get()));
  if (!child)
    return cannot(child.error());
  control_.emplace(self_->io(), pair->first.release());
  started(std::move(*child), control_->native_handle());
}

void worker_proxy_state::started(net::child_process child, int control) {
  process_.pid = child.pid;
  process_.started = now_seconds(self_->clock());
  pidfd_.emplace(self_->io(), child.pidfd.release());
  self_->send(master_, worker_started{process_, control, worker_program::control_fd});
  watch();
  probe();
  self_->delayed_send(self_, readiness_time_limit, readiness_overdue{});
}

void worker_proxy_state::watch() {
  pidfd_->async_wait(asio::posix::stream_descriptor::wait_read,
                     self_->bind([this](asio::error_code error) {
                       if (error)
                         return;
                       if (auto status = net::reap(pidfd_->native_handle()))
                         ended(*status);
                       else
                         watch();
                     }));
}

// A command is queued in the control pair until the worker reads it: the first byte of the answer
// says that it is ready.
void worker_proxy_state::probe() {
  auto channel = new_channel(net::channel_kind::lines);
  if (!channel)
    return; // without a descriptor left the time limit ends it
  probe_.open(self_, channel->release());
  probe_.write(self_, "show version\n");
}

void worker_proxy_state::answered() {
  if (!std::exchange(ready_, true))
    self_->send(master_, worker_ready{process_});
}

void worker_proxy_state::overdue() {
  if (ready_ || end_)
    return;
  cause_ = "was not ready in time";
  send_signal(SIGKILL);
}

void worker_proxy_state::ended(const net::exit_status& status) {
  finish({.process = process_,
          .exit_code = status.code,
          .signal = status.signal,
          .cause = std::move(cause_)});
}

void worker_proxy_state::finish(worker_ended news) {
  control_.reset();
  patience_.cancel();
  refuse_waiting(errc::process_gone);
  pidfd_.reset();
  end_ = std::move(news);
  answer_fates(true);
  self_->send(master_, *end_);
  self_->delayed_send(self_, retire_after, retire{});
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

caf::result<fate> worker_proxy_state::answer_fate() {
  if (end_)
    return fate{fate_text(), true};
  auto promise = self_->make_response_promise<fate>();
  if (asked_.empty())
    self_->delayed_send(self_, fate_patience, fate_overdue{});
  asked_.push_back(promise);
  return promise;
}

void worker_proxy_state::answer_fates(bool has_ended) {
  for (auto& promise : asked_)
    promise.deliver(fate{fate_text(), has_ended});
  asked_.clear();
}

std::string worker_proxy_state::fate_text() const {
  if (!end_)
    return to_string(process_) + " has closed the connection";
  return end_text(*end_);
}

void worker_proxy_state::send_signal(int signal) {
  if (pidfd_)
    net::send_signal(pidfd_->native_handle(), signal); // it may just have ended: then watch() tells
}

} // namespace mw
