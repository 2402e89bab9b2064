// The protocol of a HAProxy connection: commands of several sessions, one behind the other.
#pragma once

#include "messages/protocols/leasable_runner.hpp"

namespace mw {

/// Runs commands over one connection to a HAProxy process. Any number of sessions lease it at once.
using haproxy_cli_actor = leasable_runner_actor::extend<
    // From a worker link, or from the worker's proxy, if this is the only way to the process.
    as_replies_to<caf::result<void>(run_command, reply_sink_actor)>::type,
    // From the router, in the name of the session that asks. It has no answer but the router's, if
    // the question had to go back there.
    as_replies_to<caf::result<runner_lease>(assignment, run_command, reply_sink_actor)>::type,
    // From the router, or from the worker's proxy.
    as_replies_to<caf::result<void>(lease_recalled)>::type>;

} // namespace mw
