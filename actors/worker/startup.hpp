// What a worker does before it serves: signals, configuration, limits.
#pragma once

#include "actors/common/worker_arguments.hpp"
#include "actors/config/values/config.hpp"
#include "actors/worker/base/worker_context.hpp"

#include <tl/expected.hpp>

#include <string>
#include <vector>

namespace mw::worker {

/// Ends on TERM and INT whatever was inherited, ignores what concerns only the master, and blocks
/// none.
void prepare_signals();

/// Reads the configuration from the descriptor and closes that. The errors are the lines for
/// people.
tl::expected<config::configuration, std::vector<std::string>> load_config(int fd);

identity make_identity(const worker_options& options, const config::configuration& settings);

/// Sets the process's limits. The error is one line for people.
tl::expected<void, std::string> set_limits(const config::configuration& settings);

} // namespace mw::worker
