// What a connection waits for, and for how long: see connection.hpp.
#include "actors/worker/cli/connection.hpp"

#include <asio/post.hpp>

#include <utility>

#include <poll.h>
#include <sys/socket.h>

namespace mw::worker {

namespace {

/// Tells whether the client is gone entirely: asio takes urgent data for that as well.
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

/// Lets a soft stop go on; its last call may come from in here.
void connection::release() {
  auto held = std::exchange(busy_, std::nullopt);
}

/// Shuts the input: the kernel takes no byte from the client any more, which learns that at once;
/// what it has taken before can be read.
void connection::hear_last_call() {
  if (!stream_.is_open())
    return;
  ::shutdown(fd_, SHUT_RD);
  read_on();
}

/// Reads up to the end of the input, which is there: nobody needs to wait for it.
void connection::read_on() {
  hold();
  asio::post(io_, handler([](connection& self) {
               if (self.is_idle())
                 self.receive();
             }));
}

void connection::wait_for_input() {
  auto leaves = terms_.leaves_at_stop && worker_.stop.requested();
  if (leaves && has_spoken_)
    return end();
  if (worker_.stop.last_called())
    return read_on();
  limit_idleness();
  stream_.when_readable(handler([](connection& self) {
    if (self.is_idle())
      self.receive();
  }));
  if (leaves)
    wait_for_first_word();
  else if (talk_->awaits_rest())
    wait_for_rest();
  else
    release();
}

/// Waits for the command of a client that has connected before the soft stop: it is on its way.
void connection::wait_for_first_word() {
  hold();
  command_.set(terms_.rest_limit, handler([](connection& self) {
                 if (self.is_idle())
                   self.end();
               }));
}

/// Waits for the rest of a command that comes in parts, as it is longer than what the socket takes
/// at once. A client that does not send the rest soon is broken.
void connection::wait_for_rest() {
  hold();
  command_.set(terms_.rest_limit, handler([](connection& self) {
                 if (self.is_idle())
                   self.release();
               }));
}

void connection::wait_for_room() {
  hold();
  limit_idleness();
  stream_.when_writable(handler([](connection& self) { self.send(); }));
}

/// Waits for a command's time. A client that only sends no more still wants its answer.
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

/// Closes the connection of a client that is idle; one that waits for its command is not.
void connection::limit_idleness() {
  auto limit = talk_->idle_limit().value_or(terms_.idle_limit);
  if (limit > std::chrono::milliseconds::zero() && need_ != need::time)
    idleness_.set(limit, handler([](connection& self) { self.close(); }));
}

} // namespace mw::worker
