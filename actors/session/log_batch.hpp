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

  log_batch(runtime::host<session_actor>* self, command_log_actor log)
      : self_(self), log_(std::move(log)) {}

  log_batch(const log_batch&) = delete;
  log_batch& operator=(const log_batch&) = delete;

  /// Tells what is left.
  ~log_batch();

  /// A command is over now.
  void add(command_record record, time_point now);
  /// The log gets what is kept.
  command_records take_due();

private:
  void tell(record_keeper_actor keeper);
  bool follows_closely(time_point now);

  runtime::host<session_actor>* self_;
  command_log_actor log_;
  std::vector<command_record> kept_;
  bool keeps_ = false;             ///< the log knows that there are more
  std::optional<time_point> last_; ///< when a command was over
};

} // namespace mw
