// Tells the master where in the shared memory this worker counts what.
#pragma once

#include "actors/common/shared_counters.hpp"
#include "actors/relay/proxies.hpp"
#include "actors/worker/base/worker_context.hpp"

#include <string>

namespace mw::worker {

/// The counters of `show info typed`, in its lines; the values are places in the memory. A counter
/// that is the sum of two places has two lines.
std::string info_catalogue(const worker_context& worker, const shared_counters& memory);

/// Lists the counters of `show stat typed`, in its rows, with the rows' names.
std::string stat_catalogue(const relay::proxies& all, const shared_counters& memory);

} // namespace mw::worker
