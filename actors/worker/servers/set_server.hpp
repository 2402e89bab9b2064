// The command `set server`, and what others share with it.
#pragma once

#include "actors/relay/servers/server.hpp"
#include "actors/worker/base/call.hpp"

#include <span>
#include <string>

namespace mw::worker {

/// Words behind `set server <b>/<s> <what>`.
using values_view = std::span<const std::string>;

/// `set server <b>/<s> <what> ...`.
void set_server(const call& c);

/// `set server <b>/<s> weight <values>` and `set weight <b>/<s> <values>`.
void change_weight(const call& c, relay::server& x, values_view values);

} // namespace mw::worker
