// A guardian's first steps: it gives up all that it has of its master.
#pragma once

namespace mw::net {

/// Leaves the session, the folder, all capabilities but CAP_KILL and all descriptors but one,
/// blocks every signal, raises the descriptor limit and takes the name `mw-guardian`. For a fresh
/// fork, whose memory is its own: system calls only. False and errno if something fails.
bool leave_master(int kept_fd);

} // namespace mw::net
