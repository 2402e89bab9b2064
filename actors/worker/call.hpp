// One command that is run, and how it answers.
#pragma once

#include "actors/worker/commands.hpp"

#include <span>
#include <string>
#include <utility>

namespace mw::worker {

struct call : execution {
  std::span<const std::string> own_words; ///< those that select the command
  std::span<const std::string> arguments; ///< behind them
};

/// Appends a message, with its severity if the session wants to see it. What is data goes to `out`
/// as it is.
inline void say(const execution& in, cli_severity severity, std::string text) {
  in.out += with_severity(in.state.modes.severity, severity, std::move(text));
}

} // namespace mw::worker
