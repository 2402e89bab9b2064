// A connected stream as the state of an actor uses it: written at once or later, read unless it is
// paused.
#pragma once

#include "actors/runtime/pinned.hpp"
#include "net/tls/transport.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace mw {

/// One connection after the other, plain or with TLS. Its handlers run as the actor's messages do.
class buffered_stream {
public:
  using time_point = caf::actor_clock::time_point;

  struct handlers {
    std::function<void(std::string_view)> bytes; ///< have come
    /// No more bytes come: ECONNABORTED the other side has ended, others it broke.
    std::function<void(std::error_code)> ended;
    /// All that had to wait is on its way.
    std::function<void()> drained = {};
    /// The other side takes no more now: stalled_since() is set.
    std::function<void()> stalled = {};
    /// The other side takes nothing any more.
    std::function<void()> broken = {};
  };

  /// `self`: the actor.
  buffered_stream(runtime::pinned_actor* self, handlers on) : self_(self), on_(std::move(on)) {}

  /// Reading begins at once, unless it is paused.
  void open(net::connection connection);

  bool is_open() const { return stream_.has_value(); }

  /// Closes the connection; bytes that were not sent are lost.
  void close();

  /// To be sent with the next flush().
  void append(std::string_view bytes) { unsent_ += bytes; }

  /// Sends what the other side takes now, and the rest when it reads on. False: it takes nothing
  /// more.
  bool flush();

  /// Both. False: the other side takes nothing more, and has got nothing of these bytes.
  bool write(std::string_view bytes);

  /// Behind what was written, the other side gets an end of file.
  void write_end();

  /// At once, without what waits.
  void shutdown_write() { stream_->shutdown_write(); }

  size_t unsent() const { return unsent_.size() + (stream_ ? stream_->sealed() : 0); }

  void drop_unsent();

  /// Since when the other side has not taken a byte of what is there for it.
  std::optional<time_point> stalled_since() const { return stalled_since_; }

  /// No more is read before resume().
  void pause() { paused_ = true; }

  void resume() {
    paused_ = false;
    read_more();
  }

  /// Calls `gone` when the other side neither sends nor reads any more.
  void when_hung_up(std::function<void()> gone);

  /// Takes what is there, at most so often, and lets it go.
  void read_away(int times);

  bool is_secured() const { return stream_->is_secured(); }

  /// Why TLS has failed, in one line; empty: it has not.
  const std::string& failure() const { return stream_->failure(); }

private:
  void wait_to_write();
  void read_more();
  void on_readable();

  /// Guards handlers, which may run when this is gone, or has another connection, before the
  /// actor ends.
  std::weak_ptr<void> life() const { return life_; }

  runtime::pinned_actor* self_;
  handlers on_;
  std::shared_ptr<void> life_;
  std::optional<net::transport> stream_;
  std::string unsent_;
  std::optional<time_point> stalled_since_;
  bool reading_ = false;
  bool writing_ = false;
  bool paused_ = false;
  bool ended_ = false; ///< no more bytes come
  bool end_after_unsent_ = false;
};

} // namespace mw
