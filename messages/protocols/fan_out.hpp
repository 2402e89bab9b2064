// The protocol of a fan-out: one command on several workers.
#pragma once

#include "messages/protocols/command.hpp"

namespace mw {

/// Runs one command on several workers at once, and gives their answers one after the other: to a
/// session it is a command_runner, to the workers' runners a reply sink.
using fan_out_actor = protocol<
    // From a router.
    caf::result<void>(run_command, reply_sink_actor),
    // From a session.
    caf::result<void>(reply_credit),
    // From a session.
    caf::result<void>(cancel_command),
    // From a worker link.
    caf::result<void>(reply_chunk),
    // From a worker link.
    caf::result<void>(reply_end)>;

} // namespace mw
