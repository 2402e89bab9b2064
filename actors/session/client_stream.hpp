// A client's connection as its session uses it: text is printed into an outbox and goes out as the
// client reads.
#pragma once

#include "actors/stream/buffered_stream.hpp"

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

  /// `self`: the session's actor. `peer`: who the client is, for the log; it outlives the stream.
  client_stream(runtime::pinned_actor* self, net::connection client, const std::string& peer,
                handlers on);

  /// Lets what the client has sent too much go, so that closing does not cut off the last answer
  /// (TCP would).
  ~client_stream();
  client_stream(const client_stream&) = delete;
  client_stream& operator=(const client_stream&) = delete;

  /// Notices a vanished client from now on, also while nothing is read or written.
  void watch_hang_up();

  /// Asks for the client's next bytes, once.
  void read() { stream_.resume(); }

  void print(std::string_view text);

  /// Sends what the client takes now, and the rest when it reads on.
  void flush();

  /// Flushes when the messages at hand are handled: one system call for an answer and its prompt.
  void flush_soon();

  size_t unsent() const { return gone_ ? 0 : stream_.unsent(); }

  bool at_line_begin() const { return at_line_begin_; }

  bool is_gone() const { return gone_; }

  bool is_watched() const { return watching_; }

  /// The time since when the client has not read what is there for it.
  std::optional<caf::actor_clock::time_point> stalled_since() const {
    return stream_.stalled_since();
  }

private:
  void on_bytes(std::string_view bytes);
  void on_end();
  void lose();

  runtime::pinned_actor* self_;
  const std::string& peer_;
  handlers on_;
  buffered_stream stream_;
  bool watching_ = false;
  bool read_all_ = false;
  bool flush_posted_ = false;
  bool gone_ = false;
  bool at_line_begin_ = true;
};

} // namespace mw
