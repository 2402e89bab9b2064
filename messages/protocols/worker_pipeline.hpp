// The protocol of a worker pipeline: questions of several sessions to one HAProxy process.
#pragma once

#include "messages/protocols/worker_link.hpp"

namespace mw {

/// INTERNAL: time to look whether one question holds up those behind it.
struct check_pipeline {};

MW_MESSAGE(check_pipeline)

/// What a worker link takes. A command with its target may come from the router, or from any
/// session that keeps the pipeline; there is no answer but that of the router, if the command goes
/// there.
using worker_pipeline_actor =
    worker_link_actor::extend<as_replies_to<caf::result<void>(check_pipeline)>::type>;

} // namespace mw
