// The protocol of the watchdog.
#pragma once

#include "messages/base/protocol.hpp"

namespace mw {

/// INTERNAL: time to ask all components whether they live.
struct round_due {};

MW_MESSAGE(round_due)

/// Tells systemd that the program works, as long as every component answers.
using watchdog_actor = protocol<
    // INTERNAL
    caf::result<void>(round_due)>;

} // namespace mw
