// The protocol of a listener: one `-S` of the master CLI.
#pragma once

#include "messages/base/certificate.hpp"
#include "messages/base/connection.hpp"
#include "messages/base/descriptor.hpp"
#include "messages/base/health.hpp"
#include "messages/processes/events.hpp"

#include <string>

namespace mw {

/// From the program at its end: accept nobody any more, end all sessions, take the socket's file
/// away, and end.
struct stop_listening {};

MW_MESSAGE(stop_listening)

/// From the master, when a reload has succeeded: clients that come from now on get this
/// certificate.
struct renew_certificate {
  certificate_box certificate;
};

MW_MESSAGE(renew_certificate, certificate)

/// From the actor that read a client's PROXY header: names the client for the log. Its bytes behind
/// the header are still unread.
struct client_named {
  descriptor_box client;
  std::string peer;
};

MW_MESSAGE(client_named, peer)

/// From the actor that shakes hands with a TLS client: the client is through.
struct client_secured {
  connection_box client;
  std::string peer;
};

MW_MESSAGE(client_secured, peer)

/// INTERNAL: time to look whether a client's entry has taken too long.
struct check_entry {};

MW_MESSAGE(check_entry)

/// An actor that a client passes on its way to a session.
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
    // From an entry: the client goes on, by TLS.
    caf::result<void>(client_secured)>;

} // namespace mw
