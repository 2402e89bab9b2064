// What commands see of the balancer.
#pragma once

#include "actors/relay/engine.hpp"
#include "actors/worker/base/call.hpp"

#include <string>

namespace mw::worker {

/// All proxies; none at all without sections that say some.
const relay::proxies& balanced(const call& c);

/// Null without proxies: then there is nothing to change.
relay::control* balancer_actions(const call& c);

/// Whether a command concerns servers of proxies that are `disabled`.
enum class of_disabled : uint8_t { not_those, too };

/// The server of `<backend>/<server>`, the first argument; each by name or `#<id>`. Null: the
/// client has been told what is wrong.
relay::server* named_server(const call& c, of_disabled which = of_disabled::not_those);

/// The frontend that the first argument names. Null: as above.
relay::frontend* named_frontend(const call& c);

/// Tells the error of an action, if there is one.
void tell(const call& c, const relay::control::result& done);

} // namespace mw::worker
