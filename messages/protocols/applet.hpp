// The protocol of the applet: it runs the master's own commands.
#pragma once

#include "messages/protocols/router.hpp"

#include <string_view>

namespace mw {

/// What of the master's is for several workers, or waits for the client, is the router's to start.
/// Cheap, as most commands are not: a word too many takes a message more, nothing else.
inline bool may_be_for_router(std::string_view text) {
  auto mentions = [text](std::string_view word) { return text.find(word) != text.npos; };
  return mentions("metrics") || mentions("events") || mentions("follow");
}

/// A command with its target may come from any session that has a lease of it; there is no answer
/// but that of the router, if the command goes there: its lease is over, or it is for the router.
using applet_actor = worker_link_actor::extend<
    // From its listener, before any command: whose commands it runs.
    as_replies_to<caf::result<void>(router_actor)>::type>;

} // namespace mw
