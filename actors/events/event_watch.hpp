// The master's command `show events`: prints the last events, and those to come.
#pragma once

#include "actors/reply/reply_stream.hpp"
#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>

namespace mw {

/// The words of `show events [-w] [-n] [json]`.
struct events_order {
  bool waits = false;    ///< `-w`: for what happens from now on
  bool new_only = false; ///< `-n`: without what has happened
  bool json = false;

  friend bool operator==(const events_order&, const events_order&) = default;
};

/// From the words behind `show events`. The error is the text for the client, with LF.
tl::expected<events_order, std::string> parse_events_order(std::span<const std::string> words);

/// Hears a session, as every command runner does, and the event book.
using event_watch_actor = protocol<
    // From a router.
    caf::result<void>(run_command, reply_sink_actor),
    // From a session: its client has pressed Enter.
    caf::result<void>(command_input),
    // From a session.
    caf::result<void>(reply_credit),
    // From a session.
    caf::result<void>(cancel_command),
    // From the event book.
    caf::result<void>(lifecycle_events)>;

/// Lives for one command, on the unit of its session. A client that does not read loses lines, and
/// is told how many when it reads again.
class event_watch_state {
public:
  using handle = event_watch_actor;
  static constexpr const char* name = "event-watch";

  event_watch_state(runtime::host<handle>* self, events_order order, event_book_actor book);

  handle::behavior_type make_behavior();

  void begin();

  void run(const run_command& command, reply_sink_actor sink);
  void input(const command_input& more);
  void credit(const reply_credit& more);
  void cancel(const cancel_command& which);

private:
  void show_first(const event_history& history);
  void show(const std::vector<lifecycle_event>& events);
  void end();
  std::string lost_text();

  runtime::host<handle>* self_;
  events_order order_;
  event_book_actor book_;
  reply_stream answer_;
  size_t lost_ = 0; ///< events
};

} // namespace mw
