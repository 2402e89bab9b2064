// The answer to one command on its way to the session: its bytes, within the window that the
// client's reading allows, then its end.
#pragma once

#include "messages/protocols/command.hpp"

#include <caf/local_actor.hpp>

#include <algorithm>
#include <string>

namespace mw {

/// Counts the bytes that were sent and that the reader has given no credit for yet. A sender stops
/// at reply_window.
class credit_window {
public:
  void sent(size_t bytes) { in_flight_ += bytes; }

  /// Returns how many bytes that concerns: never more than are in flight.
  size_t credit(size_t bytes) {
    auto counted = std::min(bytes, in_flight_);
    in_flight_ -= counted;
    return counted;
  }

  size_t in_flight() const { return in_flight_; }

  size_t room() const { return reply_window - std::min(reply_window, in_flight_); }

  bool is_full() const { return room() == 0; }

private:
  size_t in_flight_ = 0;
};

/// Owned by the state of the actor that answers. What is written to a default one, or to one that
/// has ended, is dropped.
class reply_stream {
public:
  reply_stream() = default;

  /// `from`: the actor that answers.
  reply_stream(caf::local_actor* from, command_id id, reply_sink_actor to)
      : from_(from), id_(id), to_(std::move(to)) {}

  command_id id() const { return id_; }

  const reply_sink_actor& sink() const { return to_; }

  /// The answer has neither ended nor been cancelled.
  bool is_wanted() const { return from_ != nullptr; }

  /// Whether a message about a command, late ones included, is about this one.
  bool is_for(command_id id) const { return is_wanted() && id_ == id; }

  /// Sends the next bytes, even beyond the window: who has them may ask is_full() before.
  void write(std::string bytes);

  /// Ends the answer, once. `last`: its last bytes, which need no credit. With an error, and no
  /// other `status`, it is lost.
  void end(std::string error = {}, std::string last = {}, end_status status = end_status::ok);

  void credit(size_t bytes) { window_.credit(bytes); }

  /// How many bytes the client still has room for.
  size_t room() const { return window_.room(); }

  bool is_full() const { return window_.is_full(); }

  /// Nobody takes the answer from now on.
  void cancel() { from_ = nullptr; }

private:
  caf::local_actor* from_ = nullptr; ///< null: there is nothing to be said any more
  command_id id_ = 0;
  reply_sink_actor to_;
  credit_window window_;
};

} // namespace mw
