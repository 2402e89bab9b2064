// The master's end of one channel to a worker, as links use it: written at once or later, read
// within the window that the client's reading allows.
#pragma once

#include "messages/protocols/command.hpp"
#include "net/stream/byte_stream.hpp"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace mw {

/// Owned by a link's state; all its handlers run through the link's bind().
class channel_stream {
public:
  /// `closed` is called once when the worker has closed its end or the channel broke.
  /// `written`: all that was to be written is on its way; need not be there.
  struct handlers {
    std::function<void(std::string_view)> bytes;
    std::function<void()> closed;
    std::function<void()> written = {};
  };

  explicit channel_stream(handlers on) : on_(std::move(on)) {}

  bool is_open() const { return stream_.has_value(); }

  /// When it is closed: the other side had not read all that was written.
  bool was_reset() const { return reset_; }

  /// `self`: the link's actor.
  template <class Self>
  void open(Self* self, int descriptor) {
    stream_.emplace(self->io(), net::unique_fd{descriptor});
    reading_ = false;
    reset_ = false;
    in_flight_ = 0;
    read_more(self);
  }

  void close() {
    stream_.reset();
    unsent_.clear();
    end_after_unsent_ = false;
  }

  /// False: the worker takes nothing more, and has got nothing of these bytes.
  template <class Self>
  bool write(Self* self, std::string_view bytes) {
    unsent_ += bytes;
    auto before = unsent_.size();
    return flush(self) || unsent_.size() < before;
  }

  /// After what was written, the worker gets an end of file.
  template <class Self>
  void write_end(Self* self) {
    end_after_unsent_ = true;
    flush(self);
  }

  /// So many bytes were given on, and have not reached the client yet.
  void sent_on(size_t bytes) { in_flight_ += bytes; }

  /// The client has taken so many bytes.
  template <class Self>
  void credit(Self* self, size_t bytes) {
    in_flight_ -= std::min(bytes, in_flight_);
    read_more(self);
  }

private:
  /// False: the channel is broken, which also shows as the end of reading.
  template <class Self>
  bool flush(Self* self) {
    if (!stream_ || stream_->write(unsent_))
      return false;
    if (unsent_.empty() && end_after_unsent_)
      stream_->shutdown_write();
    if (!unsent_.empty())
      stream_->when_writable(self->bind([this, self, life = life()](asio::error_code error) {
        if (!error && !life.expired())
          flush(self);
      }));
    else if (on_.written)
      on_.written();
    return true;
  }

  template <class Self>
  void read_more(Self* self) {
    if (!stream_ || reading_ || in_flight_ >= reply_window)
      return;
    reading_ = true;
    stream_->when_readable(self->bind([this, self, life = life()](asio::error_code error) {
      if (life.expired())
        return;
      reading_ = false;
      if (!error)
        on_readable(self);
    }));
  }

  template <class Self>
  void on_readable(Self* self) {
    static thread_local auto buffer = std::array<char, 64 * 1024>{};
    if (!stream_)
      return;
    auto got = stream_->read(buffer);
    if (got)
      on_.bytes(*got);
    else if (got.error() != std::errc::resource_unavailable_try_again)
      return broke(got.error());
    read_more(self);
  }

  void broke(std::error_code error) {
    reset_ = error == std::errc::connection_reset;
    on_.closed();
  }

  /// What was waited for may come when this is gone, before its owner's actor is.
  std::weak_ptr<void> life() const { return life_; }

  handlers on_;
  std::shared_ptr<void> life_ = std::make_shared<char>();
  std::optional<net::byte_stream> stream_;
  std::string unsent_;
  size_t in_flight_ = 0;
  bool reading_ = false;
  bool reset_ = false;
  bool end_after_unsent_ = false;
};

} // namespace mw
