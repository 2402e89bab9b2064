// The applet's trace readers: each answers one `actor-trace` command.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"

#include <map>

namespace mw {

/// A member of the applet: what a session says to a command that a reader runs comes to the applet.
class trace_readers {
public:
  explicit trace_readers(runtime::host<applet_actor>* self) : self_(self) {}

  trace_readers(const trace_readers&) = delete;
  trace_readers& operator=(const trace_readers&) = delete;

  /// Lets a reader of its own run the command. `unit`: where it lives.
  void start(runtime::asio_unit& unit, run_command command, const reply_sink_actor& sink);

  /// Passes on what is for the command of one of them.
  template <class Message>
  void pass_on(const Message& message) {
    if (auto found = running_.find(message.id); found != running_.end())
      self_->send(found->second, message);
  }

  /// Forgets one that has ended.
  void drop(const caf::actor_addr& reader);

private:
  runtime::host<applet_actor>* self_;
  std::map<command_id, listening_runner_actor> running_;
};

} // namespace mw
