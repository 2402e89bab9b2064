// The protocol of a listener: one `-S` of the master CLI.
#pragma once

#include "messages/base/certificate.hpp"
#include "messages/base/descriptor.hpp"
#include "messages/base/health.hpp"
#include "messages/processes/events.hpp"

#include <string>

namespace mw {

/// From the program at its end: accept nobody any more, end all sessions, take the socket's file
/// away, and end.
struct stop_listening {};

template <class Inspector>
auto inspect(Inspector& f, stop_listening&) {
  return inspect_fields(f, "stop_listening");
}

/// From the master, when a reload has succeeded: clients that come from now on get this one.
struct renew_certificate {
  certificate_box certificate;
};

template <class Inspector>
auto inspect(Inspector& f, renew_certificate& x) {
  return inspect_fields(f, "renew_certificate", x.certificate);
}

/// From the actor that read a client's PROXY header: who the client is, for the log. What it has
/// sent behind the header is still unread.
struct client_named {
  descriptor_box client;
  std::string peer;
};

template <class Inspector>
auto inspect(Inspector& f, client_named& x) {
  return inspect_fields(f, "client_named", x.peer);
}

/// From the actor that speaks TLS with a client: the handshake is done. `plain` is a stream of what
/// the client says and hears.
struct client_secured {
  descriptor_box plain;
  std::string peer;
};

template <class Inspector>
auto inspect(Inspector& f, client_secured& x) {
  return inspect_fields(f, "client_secured", x.peer);
}

/// INTERNAL: time to look whether a client's entry has taken too long.
struct check_entry {};

template <class Inspector>
auto inspect(Inspector& f, check_entry&) {
  return inspect_fields(f, "check_entry");
}

/// What a client passes on its way to a session.
using entry_actor = protocol<
    // INTERNAL
    caf::result<void>(check_entry)>;

/// Accepts clients and starts a session for each.
using listener_actor = protocol<
    // From the program's main function.
    caf::result<void>(stop_listening),
    // From the master.
    caf::result<void>(renew_certificate),
    // From the watchdog.
    caf::result<alive>(health_check),
    // From an entry: the client goes on.
    caf::result<void>(client_named),
    // From an entry: so does this one.
    caf::result<void>(client_secured),
    // INTERNAL
    caf::result<void>(send_events)>;

} // namespace mw
