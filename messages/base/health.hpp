// Is a component alive? One message that every component answers.
#pragma once

#include "messages/base/protocol.hpp"

namespace mw {

/// Asks whether a component lives: one that handles its messages answers at once.
struct health_check {};

MW_MESSAGE(health_check)

/// The answer to health_check.
struct alive {};

MW_MESSAGE(alive)

} // namespace mw
