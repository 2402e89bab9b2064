// The built-in worker: one process, one thread, driven by its master over a control pair.
#pragma once

#include "actors/options.hpp"

namespace mw {

/// Runs the worker until it ends; takes both descriptors over. Answers the exit code: 0 after a
/// soft stop (SIGUSR1), 1 if the master is gone or the worker cannot start (the reason is on
/// stderr). SIGTERM and SIGINT end the process by the signal's default action.
int run_worker(const worker_options& options);

} // namespace mw
