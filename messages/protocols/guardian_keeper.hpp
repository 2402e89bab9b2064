// The protocol of the guardian keeper: processes that end with the master, however that ends.
#pragma once

#include "messages/base/descriptor.hpp"
#include "messages/base/protocol.hpp"

#include <cstdint>

namespace mw {

/// Asks to end this process with the master.
struct guard_process {
  descriptor_box pidfd; ///< a duplicate
  int32_t group = 0;    ///< the process group that it leads; 0: none
};

MW_MESSAGE(guard_process, pidfd, group)

/// Keeps a guardian (net/guardian/guardian.hpp) at work.
using guardian_keeper_actor = protocol<
    // From a worker proxy or the program keeper: it has started a process.
    caf::result<void>(guard_process)>;

} // namespace mw
