// The protocol of a listener: one `-S` of the master CLI.
#pragma once

#include "messages/protocol.hpp"

namespace mw {

/// From the master at the end: accept nobody any more, end all sessions, take the socket's file
/// away, and end.
struct stop_listening {};

template <class Inspector>
auto inspect(Inspector& f, stop_listening&) {
  return inspect_fields(f, "stop_listening");
}

/// Accepts clients and starts a session for each.
using listener_actor = protocol<
    // From the master.
    caf::result<void>(stop_listening)>;

} // namespace mw
