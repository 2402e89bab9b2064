// A runner that a session may lease: its next commands for the same target go there without the
// router.
#pragma once

#include "messages/cli/target.hpp"
#include "messages/protocols/command.hpp"

namespace mw {

struct runner_lease;

/// Says by which lease a session's command comes.
struct lease_use {
  target where;       ///< as the session names it, for the router if the lease is over
  uint64_t epoch = 0; ///< see runner_lease

  friend bool operator==(const lease_use&, const lease_use&) = default;
};

MW_MESSAGE(lease_use, where, epoch)

/// Says for whom the router has chosen a runner.
struct assignment {
  /// As the client named it. Behind a relative PID the command may move on: should that process
  /// leave before it takes the command, its successor runs it.
  target where;
  bool leased = false; ///< the session leases the runner with this command

  friend bool operator==(const assignment&, const assignment&) = default;
};

MW_MESSAGE(assignment, where, leased)

/// Gives a lease back: the session has no command for that target any more.
struct lease_released {};

MW_MESSAGE(lease_released)

/// Ends all leases of a runner, as what the router knew when it gave them has changed: the next
/// command by one of them is the router's again.
struct lease_recalled {
  uint64_t epoch = 0; ///< of the applet's leases from now on; a worker's runner knows its lessees

  friend bool operator==(const lease_recalled&, const lease_recalled&) = default;
};

MW_MESSAGE(lease_recalled, epoch)

/// Runs commands of a session that leases it.
using leasable_runner_actor = protocol<
    // From the session that has leased it: the next command. It has no answer but the router's, if
    // the runner has had to hand the command on: then the lease is over.
    caf::result<runner_lease>(lease_use, run_command, reply_sink_actor),
    // From a session: send on.
    caf::result<void>(reply_credit),
    // From a session: forget it.
    caf::result<void>(cancel_command),
    // From the session that has leased it, with its sink.
    caf::result<void>(lease_released, reply_sink_actor)>;

} // namespace mw
