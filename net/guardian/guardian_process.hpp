// The guardian's own life, from its fork to its end.
#pragma once

namespace mw::net {

/// Lives the guardian's life. Call it in a fresh fork that has all signals blocked. `socket` is one
/// end of a SOCK_SEQPACKET pair, which gives the master errno of what failed (an int; 0: at work)
/// and takes pidfds from it, one with each message, whose bytes are the group (a pid_t) that the
/// process leads, or 0.
[[noreturn]] void run_guardian(int socket);

} // namespace mw::net
