// The protocol of a worker pipeline: questions of several sessions to one HAProxy process.
#pragma once

#include "messages/protocols/leasable_runner.hpp"

namespace mw {

/// INTERNAL: time to look whether one question holds up those behind it.
struct check_pipeline {};

MW_MESSAGE(check_pipeline)

/// Puts questions to a HAProxy process. Any number of sessions lease it at once.
using worker_pipeline_actor = leasable_runner_actor::extend<
    // From the router, in the name of the session that asks. It has no answer but the router's, if
    // the question had to go back there.
    as_replies_to<caf::result<runner_lease>(assignment, run_command, reply_sink_actor)>::type,
    // From the router.
    as_replies_to<caf::result<void>(lease_recalled)>::type,
    // INTERNAL
    as_replies_to<caf::result<void>(check_pipeline)>::type>;

} // namespace mw
