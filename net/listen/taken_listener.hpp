// A listening TCP socket of another master of ours, taken over while both run.
#pragma once

#include "net/base/unique_fd.hpp"

#include <sys/socket.h>
#include <sys/types.h>

namespace mw::net {

/// Copies the descriptor of the socket that listens at this very address in that process: it is the
/// same socket, with the clients that wait in it, so that none is refused when the other process
/// closes its own. The process must be a `mw-actors`, whose workers only close what they share
/// (HAProxy shuts such a socket down for both). Empty: there is none, or the kernel does not let us
/// look (another user's process, more capabilities than ours, Yama).
unique_fd taken_listener(pid_t pid, const sockaddr_storage& where);

} // namespace mw::net
