// A client's connection as its session uses it: text is printed into an outbox and goes out as the
// client reads.
#pragma once

#include "net/stream/byte_stream.hpp"

#include <caf/actor_clock.hpp>

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace mw {

/// Owned by a session's state; all its handlers run through the session's bind().
class client_stream {
public:
  struct handlers {
    std::function<void(std::string_view)> bytes; ///< the client has sent these
    std::function<void()> input_ended;           ///< it will send no more
    std::function<void()> drained;               ///< nothing that was printed waits any more
    std::function<void()> stalled;               ///< it takes no more now: stalled_since() is set
    std::function<void()> gone; ///< it neither sends nor reads any more; called once
  };

  client_stream(asio::io_context& io, net::unique_fd socket, handlers on)
      : stream_(io, std::move(socket)), on_(std::move(on)) {}

  /// Lets what the client has sent too much go, so that closing does not cut off the last answer
  /// (TCP would).
  ~client_stream();
  client_stream(const client_stream&) = delete;
  client_stream& operator=(const client_stream&) = delete;

  /// Notices a vanished client from now on, also while nothing is read or written. `self`: the
  /// session's actor.
  template <class Self>
  void watch_hang_up(Self* self) {
    if (std::exchange(watching_, true))
      return;
    stream_.when_hung_up(self->bind([this](asio::error_code error) {
      if (!error)
        lose();
    }));
  }

  /// Asks for the client's next bytes, once.
  template <class Self>
  void read(Self* self) {
    if (reading_)
      return;
    reading_ = true;
    stream_.when_readable(self->bind([this](asio::error_code error) {
      reading_ = false;
      if (!error)
        on_readable();
    }));
  }

  void print(std::string_view text) {
    if (!gone_)
      unsent_ += text;
    if (!text.empty())
      at_line_begin_ = text.back() == '\n';
  }

  /// Sends what the client takes now, and the rest when it reads on.
  template <class Self>
  void flush(Self* self) {
    if (unsent_.empty() || writing_)
      return;
    auto before = unsent_.size();
    if (stream_.write(unsent_))
      return lose();
    if (unsent_.size() < before || !stalled_since_)
      stalled_since_ = self->clock().now();
    if (unsent_.empty())
      return stalled_since_.reset();
    flush_when_writable(self);
    on_.stalled();
  }

  /// Flushes when the messages at hand are handled: one system call for an answer and its prompt.
  template <class Self>
  void flush_soon(Self* self) {
    if (std::exchange(flush_posted_, true))
      return;
    self->unit().defer(self->bind([this, self] {
      flush_posted_ = false;
      flush(self);
      if (unsent_.empty())
        on_.drained();
    }));
  }

  size_t unsent() const { return unsent_.size(); }

  bool at_line_begin() const { return at_line_begin_; }

  bool is_gone() const { return gone_; }

  bool is_watched() const { return watching_; }

  /// The time since when the client has not read what is there for it.
  std::optional<caf::actor_clock::time_point> stalled_since() const { return stalled_since_; }

private:
  template <class Self>
  void flush_when_writable(Self* self) {
    writing_ = true;
    stream_.when_writable(self->bind([this, self](asio::error_code error) {
      writing_ = false;
      if (error)
        return lose();
      flush(self);
      if (unsent_.empty())
        on_.drained();
    }));
  }

  void on_readable();
  void lose();

  net::byte_stream stream_;
  handlers on_;
  std::string unsent_;
  std::optional<caf::actor_clock::time_point> stalled_since_;
  bool reading_ = false;
  bool watching_ = false;
  bool read_all_ = false;
  bool writing_ = false;
  bool flush_posted_ = false;
  bool gone_ = false;
  bool at_line_begin_ = true;
};

} // namespace mw
