// The guardian keeper: see guardian_keeper.hpp.
#include "actors/processes/guardian_keeper.hpp"

#include "actors/log/log.hpp"
#include "net/base/readable.hpp"

#include <utility>

namespace mw {

namespace {

bool has_ended(const net::unique_fd& pidfd) {
  return net::is_readable(pidfd.get(), std::chrono::milliseconds{0});
}

/// Its end is about to be seen.
bool is_gone(const std::error_code& error) {
  return error == std::errc::broken_pipe || error == std::errc::connection_reset;
}

} // namespace

guardian_keeper_state::guardian_keeper_state(runtime::host<handle>* self,
                                             std::optional<net::guardian> first)
    : self_(self), guardian_(std::move(first)) {}

guardian_keeper_actor::behavior_type guardian_keeper_state::make_behavior() {
  return {
      [this](const guard_process& order) { add(net::unique_fd{order.pidfd.take()}, order.group); },
  };
}

void guardian_keeper_state::begin() {
  began_ = self_->clock().now();
  if (guardian_)
    watch_guardian();
}

void guardian_keeper_state::add(net::unique_fd pidfd, pid_t group) {
  forget_ended();
  processes_.push_back({std::move(pidfd), group});
  if (!guardian_ && !is_reminded_)
    start_another();
  else
    tell_all();
}

void guardian_keeper_state::forget_ended() {
  std::erase_if(processes_, [](const process& one) { return has_ended(one.pidfd); });
}

void guardian_keeper_state::tell_all() {
  for (auto& one : processes_) {
    if (!guardian_ || one.is_watched)
      continue;
    auto error = guardian_->watch(one.pidfd.get(), one.group);
    one.is_watched = !error;
    if (!error)
      continue;
    if (!is_gone(error))
      remind();
    return;
  }
}

/// Does what could not be done before.
void guardian_keeper_state::go_on() {
  if (!guardian_)
    return start_another();
  if (!end_of_guardian_)
    watch_guardian();
  tell_all();
}

/// Without a descriptor to spare it is tried again: an exception would end the guardian, and with
/// it all workers.
void guardian_keeper_state::watch_guardian() {
  auto copy = net::unique_fd{::fcntl(guardian_->pidfd(), F_DUPFD_CLOEXEC, 0)};
  auto error = asio::error_code{};
  end_of_guardian_.emplace(self_->io());
  end_of_guardian_->assign(copy.get(), error);
  if (error) {
    end_of_guardian_.reset();
    return remind();
  }
  copy.release();
  end_of_guardian_->async_wait(asio::posix::stream_descriptor::wait_read,
                               self_->bind([this](asio::error_code failed) {
                                 if (!failed)
                                   lost();
                               }));
}

void guardian_keeper_state::lost() {
  log::warning("mw-guardian ({}) has been killed; another one takes its place", guardian_->pid());
  end_of_guardian_.reset();
  guardian_.reset();
  if (self_->clock().now() - began_ < guardian_proof_time)
    return remind();
  start_another();
}

void guardian_keeper_state::start_another() {
  auto another = net::guardian::start();
  if (!another) {
    log::warning("cannot start the workers' guardian, they would outlive a master that is killed: "
                 "{}; the next attempt is in {} s",
                 another.error().message(), guardian_patience.count());
    return remind();
  }
  guardian_ = std::move(*another);
  began_ = self_->clock().now();
  watch_guardian();
  forget_ended();
  for (auto& one : processes_)
    one.is_watched = false;
  tell_all();
}

/// Soon what could not be done is tried again.
void guardian_keeper_state::remind() {
  if (std::exchange(is_reminded_, true))
    return;
  self_->after(guardian_patience, [this] {
    is_reminded_ = false;
    go_on();
  });
}

} // namespace mw
