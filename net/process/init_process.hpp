// The first process of a container: it inherits every orphan, and the kernel spares it the default
// actions of signals. A service is better off as its child.
#pragma once

#include <tl/expected.hpp>

#include <csignal>
#include <system_error>

#include <sys/types.h>

namespace mw::net {

/// Forks if this process has PID 1, and returns in the child only, which goes on as if it had been
/// started by an init. The parent ends when the child does, with its code. Any other process just
/// returns. Call it before any thread runs.
tl::expected<void, std::error_code> step_down_as_init();

/// Lives an init's life: reaps every process that becomes its child, passes signals on to `child`,
/// and answers the exit code of `child` (128 + signal if it was killed) when it has ended. Blocks
/// all signals and leaves them blocked; signals that may come before should be blocked before.
int run_as_init(pid_t child);

/// Tells whether the init passes a signal on: not SIGCHLD, and no signal of the kernel, as a
/// terminal's ^C: it goes to the whole process group, to which the child belongs as well.
bool is_passed_on(const siginfo_t& signal);

} // namespace mw::net
