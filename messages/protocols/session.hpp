// The protocol of a session: one client of the master CLI.
#pragma once

#include "messages/protocols/command_log.hpp"
#include "messages/protocols/router.hpp"

namespace mw {

/// Serves one client, and takes the answers of runners.
using session_actor = protocol<
    // From the router: the runner of the current command.
    caf::result<void>(runner_lease),
    // From the router: what its prompt says has changed.
    caf::result<void>(prompt_facts),
    // From the runner of the current command.
    caf::result<void>(reply_chunk),
    // From the runner of the current command.
    caf::result<void>(reply_end),
    // From the command log.
    caf::result<command_records>(records_due)>;

} // namespace mw
