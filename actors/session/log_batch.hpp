// What a session tells the command log: a command at once, those that follow closely together.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <optional>
#include <vector>

namespace mw {

/// A member of a session. Until the log says that they are due it keeps the records of commands
/// that come closely one behind the other: a client that sends thousands a second costs the log no
/// more than a few messages.
class log_batch {
public:
  using time_point = caf::actor_clock::time_point;

  /// `peer`: who the client is.
  log_batch(runtime::host<session_actor>* self, command_log_actor log, std::string peer)
      : self_(self), log_(std::move(log)), peer_(std::move(peer)) {}

  log_batch(const log_batch&) = delete;
  log_batch& operator=(const log_batch&) = delete;

  /// Tells what is left.
  ~log_batch();

  /// Notes that a command begins. `target`: as typed, or the session's default.
  void begin(command_id id, std::string target, std::string text, time_point now);
  /// Notes that the command that has begun last is over, if it is not yet. `result`: `ok`, or the
  /// error line that the client gets.
  void end(access_level level, std::string_view result, end_status status, time_point now);
  /// Hands the log what is kept.
  command_records take_due();

private:
  struct open_record {
    command_record record = {};
    time_point since = {};
  };

  void add(command_record record, time_point now);
  void tell(record_keeper_actor keeper);
  bool follows_closely(time_point now);

  runtime::host<session_actor>* self_;
  command_log_actor log_;
  std::string peer_;
  std::optional<open_record> open_; ///< the command under way
  std::vector<command_record> kept_;
  bool keeps_ = false;             ///< the log knows that there are more
  std::optional<time_point> last_; ///< when a command was over
};

} // namespace mw
