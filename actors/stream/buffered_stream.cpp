// A connected stream of an actor: see buffered_stream.hpp.
#include "actors/stream/buffered_stream.hpp"

#include <array>
#include <utility>

namespace mw {

namespace {

constexpr auto nothing_now = std::errc::resource_unavailable_try_again;

// One for each thread: what it holds is handled before the next read. An idle stream costs no
// buffer.
std::span<char> scratch() {
  static thread_local auto buffer = std::array<char, 64 * 1024>{};
  return buffer;
}

} // namespace

void buffered_stream::open(net::connection connection) {
  life_ = std::make_shared<char>();
  stream_.emplace(self_->io(), std::move(connection));
  reading_ = false;
  writing_ = false;
  ended_ = false;
  read_more();
}

void buffered_stream::close() {
  stream_.reset();
  drop_unsent();
  end_after_unsent_ = false;
  paused_ = false;
}

void buffered_stream::drop_unsent() {
  unsent_.clear();
  stalled_since_.reset();
}

bool buffered_stream::write(std::string_view bytes) {
  append(bytes);
  auto before = unsent();
  return flush() || unsent() < before;
}

void buffered_stream::write_end() {
  end_after_unsent_ = true;
  flush();
}

bool buffered_stream::flush() {
  if (!stream_ || writing_)
    return stream_.has_value();
  auto before = unsent();
  if (stream_->write(unsent_))
    return false;
  if (unsent() == 0) {
    stalled_since_.reset();
    if (end_after_unsent_)
      stream_->shutdown_write();
    return true;
  }
  if (unsent() < before || !stalled_since_)
    stalled_since_ = self_->now();
  wait_to_write();
  return true;
}

void buffered_stream::wait_to_write() {
  writing_ = true;
  stream_->when_writable(self_->bind([this, life = life()](asio::error_code error) {
    if (life.expired() || !stream_)
      return;
    writing_ = false;
    auto broken = error || !flush();
    if (broken && on_.broken)
      on_.broken();
    if (!error && unsent() == 0 && on_.drained)
      on_.drained(); // also when the owner has dropped the rest
  }));
  if (on_.stalled)
    on_.stalled();
}

void buffered_stream::read_more() {
  if (!stream_ || reading_ || paused_ || ended_)
    return;
  reading_ = true;
  stream_->when_readable(self_->bind([this, life = life()](asio::error_code error) {
    if (life.expired() || !stream_)
      return;
    reading_ = false;
    if (!error && !paused_)
      on_readable();
  }));
}

void buffered_stream::on_readable() {
  auto got = stream_->read(scratch());
  if (stream_->sealed() > 0)
    flush();
  if (got)
    on_.bytes(*got);
  else if (got.error() != nothing_now) {
    ended_ = true;
    return on_.ended(got.error());
  }
  read_more();
}

void buffered_stream::when_hung_up(std::function<void()> gone) {
  stream_->when_hung_up(
      self_->bind([this, life = life(), gone = std::move(gone)](asio::error_code error) {
        if (!error && !life.expired() && stream_)
          gone();
      }));
}

void buffered_stream::read_away(int times) {
  while (times-- > 0 && stream_->read(scratch()))
    continue;
}

} // namespace mw
