// The protocol of a worker link: it runs commands on one worker, one at a time.
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

/// Runs commands on a worker: one at a time, for any actor or for the session that has a lease.
using worker_link_actor = protocol<
    // From a router, or what it has started for a command.
    caf::result<void>(run_command, reply_sink_actor),
    // From the session that has leased it: the next command, in the router's form. There is no
    // answer but that of the router, if the link has had to hand the command on to it: then the
    // lease is over.
    caf::result<runner_lease>(target, run_command, reply_sink_actor),
    // Nobody's: no command here has an input.
    caf::result<void>(command_input),
    // From a session: send on.
    caf::result<void>(reply_credit),
    // From a session: forget it.
    caf::result<void>(cancel_command),
    // From the session that has leased it, its sink with it.
    caf::result<void>(lease_released, reply_sink_actor),
    // From the router.
    caf::result<void>(lease_recalled)>;

} // namespace mw
