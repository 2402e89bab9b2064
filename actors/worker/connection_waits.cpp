// What a connection waits for, and for how long: see connection.hpp.
#include "actors/worker/connection.hpp"

#include <utility>

#include <poll.h>

namespace mw::worker {

namespace {

/// asio takes urgent data for an end as well.
bool has_hung_up(int fd) {
  auto waiting = pollfd{fd, 0, 0};
  return ::poll(&waiting, 1, 0) == 1 && (waiting.revents & (POLLHUP | POLLERR)) != 0;
}

} // namespace

void connection::take(need next) {
  need_ = next;
  if (need_ == need::time)
    command_.set(talk_->delay(), handler([](connection& self) { self.time_is_up(); }));
}

void connection::hold() {
  if (!busy_)
    busy_.emplace(worker_.stop);
}

void connection::wait_for_input() {
  if (terms_.leaves_at_stop && worker_.stop.requested())
    return end();
  busy_.reset();
  limit_idleness();
  stream_.when_readable(handler([](connection& self) {
    if (self.is_idle())
      self.receive();
  }));
}

void connection::wait_for_room() {
  hold();
  limit_idleness();
  stream_.when_writable(handler([](connection& self) { self.send(); }));
}

/// A client that only sends no more still wants its answer.
void connection::wait_for_time() {
  hold();
  if (std::exchange(watched_, true))
    return;
  stream_.when_hung_up(handler([](connection& self) {
    self.watched_ = false;
    if (self.need_ == need::time && has_hung_up(self.fd_))
      self.close();
  }));
}

/// Clients that wait for their command are not idle.
void connection::limit_idleness() {
  if (terms_.idle_limit > std::chrono::milliseconds::zero() && need_ != need::time)
    idleness_.set(terms_.idle_limit, handler([](connection& self) { self.close(); }));
}

} // namespace mw::worker
