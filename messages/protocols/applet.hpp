// The protocol of the applet: it runs the master's own commands.
#pragma once

#include "messages/protocols/router.hpp"

#include <string_view>

namespace mw {

/// Tells whether a command of the master's may be the router's to start: it is for several workers,
/// or waits for the client. The test is cheap, because most commands are not; a wrong yes costs one
/// more message.
inline bool may_be_for_router(std::string_view text) {
  auto mentions = [text](std::string_view word) { return text.find(word) != text.npos; };
  return mentions("metrics") || mentions("events") || mentions("follow");
}

/// Runs the master's commands. One with its target comes from a session that has a lease; only if
/// it goes to the router, because the lease is over or the command is the router's, there is an
/// answer: the router's.
using applet_actor = leasable_runner_actor::extend<
    // From its listener, before any command: whose commands it runs.
    as_replies_to<caf::result<void>(router_actor)>::type>;

} // namespace mw
