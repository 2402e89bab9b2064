// The built-in worker: one process, one thread, driven by its master over a control pair.
#pragma once

#include "actors/common/worker_arguments.hpp"
#include "actors/config/values/config.hpp"

namespace mw {

/// Runs the worker until it ends; takes over the descriptors of `options`. Answers the exit code: 0
/// after a soft stop (SIGUSR1), 1 if the master is gone or the worker cannot start (the reason is
/// on stderr). SIGTERM and SIGINT end the process by the signal's default action.
int run_worker(const worker_options& options);

/// Runs it with a configuration that is read already.
int run_worker(const worker_options& options, const config::configuration& settings);

} // namespace mw
