// Is a component alive? One message that every component answers.
#pragma once

#include "messages/base/protocol.hpp"

namespace mw {

/// Answered at once by a component that handles its messages.
struct health_check {};

MW_MESSAGE(health_check)

/// The answer.
struct alive {};

MW_MESSAGE(alive)

} // namespace mw
