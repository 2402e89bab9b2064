// The protocol of the applet: it runs the master's own commands.
#pragma once

#include "messages/protocols/router.hpp"

namespace mw {

/// Runs the master's commands. Any number of sessions lease it at once, and it has no list of them:
/// a command by a lease of an earlier epoch goes to the router.
using applet_actor = leasable_runner_actor::extend<
    // From a router, or from a two-way session with the master.
    as_replies_to<caf::result<void>(run_command, reply_sink_actor)>::type,
    // From a session: its client has typed something during a live command.
    as_replies_to<caf::result<void>(command_input)>::type,
    // From the router.
    as_replies_to<caf::result<void>(lease_recalled)>::type,
    // From its listener, before any command: whose commands it runs.
    as_replies_to<caf::result<void>(router_actor)>::type>;

} // namespace mw
