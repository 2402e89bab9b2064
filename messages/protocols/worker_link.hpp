// The protocols of runners that sessions keep: of a worker link, and of others like it.
#pragma once

#include "messages/cli/target.hpp"
#include "messages/protocols/command.hpp"

namespace mw {

struct runner_lease;

/// Gives a link back. A session that runs one command after the other on a worker keeps the link
/// from one to the next; now it does not need it any more.
struct lease_released {};

MW_MESSAGE(lease_released)

/// Ends a lease: the facts have changed by which the router gave the link to a session, whose next
/// command is the router's again.
struct lease_recalled {
  uint64_t lease_epoch = 0; ///< the epoch of the applet's leases from now on; other leases are
                            ///< ended one by one
};

MW_MESSAGE(lease_recalled, lease_epoch)

/// A command runner that a session may keep from one command to the next.
using leasable_runner_actor = protocol<
    // From a router, or what it has started for a command.
    caf::result<void>(run_command, reply_sink_actor),
    // From the session that has leased it: the next command, in the router's form. There is no
    // answer but that of the router, if the runner has had to hand the command on to it: then the
    // lease is over.
    caf::result<runner_lease>(target, run_command, reply_sink_actor),
    // From a session in a two-way command, or in one that lasts until Enter.
    caf::result<void>(command_input),
    // From a session: send on.
    caf::result<void>(reply_credit),
    // From a session: forget it.
    caf::result<void>(cancel_command),
    // From the session that has leased it, its sink with it.
    caf::result<void>(lease_released, reply_sink_actor),
    // From the router.
    caf::result<void>(lease_recalled)>;

/// To a session a runner as any other; to the runner of a process that is leaving a reply sink.
using worker_link_actor = leasable_runner_actor::extend<
    // From that runner.
    as_replies_to<caf::result<void>(reply_chunk)>::type,
    // From that runner.
    as_replies_to<caf::result<void>(reply_end)>::type>;

} // namespace mw
