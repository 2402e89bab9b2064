// The protocol of the guardian keeper: processes that end with the master, however that ends.
#pragma once

#include "messages/base/descriptor.hpp"
#include "messages/base/protocol.hpp"

namespace mw {

/// Asks to end this process with the master.
struct guard_process {
  descriptor_box pidfd; ///< a duplicate
};

MW_MESSAGE(guard_process, pidfd)

/// Keeps a guardian (net/guardian/guardian.hpp) at work.
using guardian_keeper_actor = protocol<
    // From a worker proxy or the program keeper: it has started a process.
    caf::result<void>(guard_process)>;

} // namespace mw
