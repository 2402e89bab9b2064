// What a worker does before it serves: signals, configuration, limits.
#pragma once

#include "actors/options.hpp"
#include "actors/worker/worker_context.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <vector>

namespace mw::worker {

/// Ends on TERM and INT whatever was inherited, ignores what concerns only the master, and blocks
/// none.
void prepare_signals();

/// Reads the configuration from options.config_fd, closes it, and sets the process's limits. The
/// errors are the lines for people.
tl::expected<facts, std::vector<std::string>> load_facts(const worker_options& options);

/// To stderr, as HAProxy prints alerts.
void print_alerts(std::span<const std::string> lines);

} // namespace mw::worker
