// The commands of a worker's CLI.
#pragma once

#include "actors/worker/base/call.hpp"

#include <span>
#include <string>

namespace mw::worker {

/// Runs one command and appends its answer, without the blank line. `words` are none for an empty
/// command, whose answer is empty.
answer_end execute(std::span<const std::string> words, const execution& in);

} // namespace mw::worker
