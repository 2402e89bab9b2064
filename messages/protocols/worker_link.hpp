// The protocol of a worker link: it runs commands on one worker, one at a time.
#pragma once

#include "messages/protocols/leasable_runner.hpp"

namespace mw {

/// Runs commands on a worker: one at a time, for any actor or for the session that leases it.
using worker_link_actor = leasable_runner_actor::extend<
    // From what a router has started for a command on several workers.
    as_replies_to<caf::result<void>(run_command, reply_sink_actor)>::type,
    // From a router.
    as_replies_to<caf::result<void>(assignment, run_command, reply_sink_actor)>::type,
    // From the router.
    as_replies_to<caf::result<void>(lease_recalled)>::type,
    // From the runner of a process that is leaving, to which the link has given its command.
    as_replies_to<caf::result<void>(reply_chunk)>::type,
    // From that runner.
    as_replies_to<caf::result<void>(reply_end)>::type>;

} // namespace mw
