// Moving bytes: see flow.hpp.
#include "actors/relay/session/flow.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/socket.h>

namespace mw::relay {

namespace {

/// Reads of one run; then other sessions have their turn.
constexpr int most_reads = 16;
/// Full buffers in a row after which a transfer is taken for a large one.
constexpr unsigned large = 8;
/// Bytes that a pipe holds by default.
constexpr size_t pipe_size = 65'536;

bool would_block() {
  return errno == EAGAIN || errno == EINTR;
}

} // namespace

void flow::put(std::string_view bytes) {
  buffer_ = shared_.buffers.take();
  if (!buffer_)
    buffer_ = std::make_unique<buffer>();
  begin_ = 0;
  end_ = std::min(bytes.size(), buffer_size);
  std::memcpy(buffer_->data(), bytes.data(), end_);
}

flow::result flow::run(clock::time_point now) {
  now_ = now;
  for (int reads = 0; reads < most_reads; ++reads) {
    auto next = pending() > 0 ? drain() : step::go_on;
    if (next == step::go_on && pending() == 0)
      next = fill();
    if (next == step::go_on && pending() > 0)
      next = drain();
    if (next == step::source_lost || next == step::target_lost)
      return next == step::source_lost ? result::source_lost : result::target_lost;
    if (next == step::stop)
      break;
    if (reads + 1 == most_reads)
      return result::more;
  }
  if (pending() == 0)
    give_back();
  return result::idle;
}

/// Reads; go_on: bytes are there.
flow::step flow::fill() {
  if (source_ended_ || !source_.readable)
    return step::stop;
  return wants_pipe() ? fill_pipe() : fill_buffer();
}

flow::step flow::fill_buffer() {
  if (!buffer_)
    buffer_ = shared_.buffers.take();
  if (!buffer_)
    buffer_ = std::make_unique<buffer>();
  auto count = ::recv(source_.fd.get(), buffer_->data(), buffer_size, MSG_DONTWAIT);
  auto next = after_read(count, buffer_size);
  begin_ = 0;
  end_ = count > 0 ? static_cast<size_t>(count) : 0;
  return next;
}

flow::step flow::fill_pipe() {
  auto count = ::splice(source_.fd.get(), nullptr, pipe_->in.get(), nullptr, pipe_size,
                        SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
  if (count < 0 && errno == EINVAL) { // this kind of socket cannot
    drop_pipe();
    mode_ = splicing::never;
    return fill_buffer();
  }
  // A pipe may be full of small pieces before it has its bytes: only EAGAIN says that nothing is
  // left.
  auto next = after_read(count, 0);
  if (count > 0)
    in_pipe_ += static_cast<size_t>(count);
  return next;
}

/// Takes note of what was read. Less than there was room for: the socket is empty, and epoll tells
/// when it is not any more. If the peer's end was announced it must still be read.
flow::step flow::after_read(ssize_t count, size_t room) {
  if (count == 0) {
    source_ended_ = true;
    source_.ended = true;
    source_.readable = false;
    return step::stop;
  }
  if (count < 0) {
    if (!would_block())
      return step::source_lost;
    source_.readable = errno == EINTR;
    return step::stop;
  }
  auto bytes = static_cast<size_t>(count);
  full_reads_ = bytes >= buffer_size ? full_reads_ + 1 : 0;
  if (bytes < room && !source_.ended && !source_.failed)
    source_.readable = false;
  source_.last_activity = now_;
  total_ += bytes;
  news_ += bytes;
  return step::go_on;
}

/// Writes; go_on: everything is out.
flow::step flow::drain() {
  if (!target_.writable)
    return step::stop;
  auto before = pending();
  auto next = in_pipe_ > 0 ? drain_pipe() : drain_buffer();
  if (pending() != before)
    target_.last_activity = now_;
  return next;
}

flow::step flow::drain_buffer() {
  auto count = ::send(target_.fd.get(), buffer_->data() + begin_, end_ - begin_,
                      MSG_DONTWAIT | MSG_NOSIGNAL);
  if (count < 0 && !would_block())
    return step::target_lost;
  if (count > 0)
    begin_ += static_cast<size_t>(count);
  target_.writable = begin_ == end_;
  return target_.writable ? step::go_on : step::stop;
}

flow::step flow::drain_pipe() {
  while (in_pipe_ > 0) {
    auto count = ::splice(pipe_->out.get(), nullptr, target_.fd.get(), nullptr, in_pipe_,
                          SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
    if (count < 0 && !would_block())
      return step::target_lost;
    if (count <= 0) {
      target_.writable = false;
      return step::stop;
    }
    in_pipe_ -= static_cast<size_t>(count);
    shared_.spliced += static_cast<uint64_t>(count);
  }
  return step::go_on;
}

bool flow::wants_pipe() {
  if (mode_ == splicing::never || (mode_ == splicing::automatic && full_reads_ < large))
    return false;
  if (!pipe_) {
    pipe_ = shared_.pipes.take();
    if (!pipe_)
      pipe_ = make_pipe();
    if (pipe_)
      ++shared_.pipes_used;
  }
  return pipe_ != nullptr;
}

void flow::pass_end_on() {
  if (!finished() || std::exchange(end_passed_, true))
    return;
  ::shutdown(target_.fd.get(), SHUT_WR);
  target_.shut = true;
}

/// Gives back buffer and pipe. A pipe in which bytes are left is closed: another session would get
/// them.
void flow::give_back() {
  if (buffer_)
    shared_.buffers.give_back(std::move(buffer_));
  if (!pipe_)
    return;
  if (in_pipe_ > 0)
    drop_pipe();
  else {
    --shared_.pipes_used;
    shared_.pipes.give_back(std::move(pipe_));
  }
}

void flow::drop_pipe() {
  --shared_.pipes_used;
  pipe_.reset();
  in_pipe_ = 0;
}

} // namespace mw::relay
