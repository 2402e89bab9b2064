// The protocol of a worker pipeline: questions of several sessions to one HAProxy process.
#pragma once

#include "messages/protocols/worker_link.hpp"

namespace mw {

/// INTERNAL: time to look whether one question holds up those behind it.
struct check_pipeline {};

MW_MESSAGE(check_pipeline)

/// Takes the messages of a worker link. A command with its target comes from the router, or from
/// any session that keeps the pipeline; only if the command goes to the router there is an answer,
/// the router's.
using worker_pipeline_actor =
    worker_link_actor::extend<as_replies_to<caf::result<void>(check_pipeline)>::type>;

} // namespace mw
