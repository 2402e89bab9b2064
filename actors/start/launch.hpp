// The start of the master process: everything that can be wrong is found out here, before anything
// runs.
#pragma once

#include "actors/command_line/options.hpp"

#include <csignal>

namespace mw {

/// The exit code upon SIGINT, HAProxy's.
inline constexpr int interrupted = 128 + SIGINT;

/// Reads and checks the configuration, opens the CLI's sockets, goes to the background if asked,
/// and runs the components until the end. Answers the exit code; what is wrong is told on stderr,
/// and then nothing was started or left behind.
int run_master(const master_options& options);

} // namespace mw
