// An epoll inside of asio's: see poller.hpp.
#include "actors/relay/poller.hpp"

#include <asio/post.hpp>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace mw::relay {

namespace {

/// Events of one batch: enough that the loop's own calls do not count, few enough that its other
/// users have their turn.
constexpr int events_at_once = 256;
/// Events from which on there are likely more by now: a look costs less than to wait again.
constexpr int busy = 4;

int make_epoll() {
  auto fd = ::epoll_create1(EPOLL_CLOEXEC);
  if (fd < 0)
    throw std::system_error(errno, std::system_category(), "epoll_create1");
  return fd;
}

} // namespace

poller::poller(asio::io_context& io, batch_time& time, std::function<bool()> after_batch)
    : io_(io),
      time_(time),
      after_batch_(std::move(after_batch)),
      fd_(make_epoll()),
      epoll_(io, fd_) {}

void poller::start() {
  wait();
}

bool poller::add(int fd, uint32_t events, poll_target& target) const {
  auto wanted = epoll_event{.events = events, .data = {.ptr = &target}};
  return ::epoll_ctl(fd_, EPOLL_CTL_ADD, fd, &wanted) == 0;
}

void poller::remove(int fd) const {
  auto ignored = epoll_event{};
  ::epoll_ctl(fd_, EPOLL_CTL_DEL, fd, &ignored);
}

void poller::wake() {
  if (std::exchange(posted_, true))
    return;
  asio::post(io_, [this, alive = std::weak_ptr(alive_)] {
    if (alive.expired())
      return;
    posted_ = false;
    run_batch();
  });
}

void poller::wait() {
  if (std::exchange(waiting_, true))
    return;
  epoll_.async_wait(asio::posix::stream_descriptor::wait_read,
                    [this](const asio::error_code& error) {
                      if (error)
                        return;
                      waiting_ = false;
                      run_batch();
                    });
}

void poller::run_batch() {
  std::array<epoll_event, events_at_once> events{};
  auto count = ::epoll_wait(fd_, events.data(), events_at_once, 0);
  time_.refresh();
  ++batches_;
  events_ += count > 0 ? static_cast<uint64_t>(count) : 0;
  for (int at = 0; at < count; ++at) {
    const auto& event = events[static_cast<size_t>(at)];
    static_cast<poll_target*>(event.data.ptr)->ready(event.events);
  }
  if (after_batch_() || count >= busy)
    wake();
  else
    wait();
}

} // namespace mw::relay
