// The arguments of the CLI command `wait`.
#pragma once

#include <tl/expected.hpp>

#include <chrono>
#include <span>
#include <string>

namespace mw::worker {

/// Reads the words behind `wait`: the time to wait, at least a millisecond. The error is the answer
/// to give instead: the help for `-h`, or a line that says what is wrong.
tl::expected<std::chrono::milliseconds, std::string>
parse_wait(std::span<const std::string> arguments);

} // namespace mw::worker
