// What a runner writes to a worker for one command, so that the session's state holds there too.
#pragma once

#include "messages/protocols/command.hpp"

#include <string>

namespace mw {

/// `operator -;` or `user -;` if the session's level is lower than admin, `set severity-output
/// number -;` and the like for each of its modes, then the command, then its payload. No LF at the
/// end of a command without payload. HAProxy's workers before 3.0 take all this too, but their
/// answer then begins with an empty line for `set severity-output`, in spite of its `-`.
std::string worker_text(const run_command& command);

/// The first line of an interactive two-way session: the level, and the session's prompt mode, with
/// LF.
std::string console_greeting(const run_command& command);

} // namespace mw
