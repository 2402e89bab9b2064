// The protocol of a listener: one `-S` of the master CLI.
#pragma once

#include "messages/events.hpp"
#include "messages/health.hpp"

namespace mw {

/// From the program at its end: accept nobody any more, end all sessions, take the socket's file
/// away, and end.
struct stop_listening {};

template <class Inspector>
auto inspect(Inspector& f, stop_listening&) {
  return inspect_fields(f, "stop_listening");
}

/// Accepts clients and starts a session for each.
using listener_actor = protocol<
    // From the program's main function.
    caf::result<void>(stop_listening),
    // From the watchdog.
    caf::result<alive>(health_check),
    // INTERNAL
    caf::result<void>(send_events)>;

} // namespace mw
