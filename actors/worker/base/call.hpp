// One command that is run, and how it answers.
#pragma once

#include "actors/worker/base/worker_context.hpp"
#include "messages/cli/cli_settings.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace mw::worker {

/// How an answer ends.
enum class answer_end : uint8_t {
  blank_line, ///< as all do
  silent,     ///< the command's last word was `-`: for a master that puts it in front of others
};

/// Rest of the answer of a command that takes time.
struct slow_answer {
  std::chrono::milliseconds delay; ///< from now
  std::string text;                ///< the rest of its answer, without the blank line
};

/// Everything that a command works with.
struct execution {
  cli_settings& state;               ///< of the connection that the command came from
  std::optional<slow_answer>& later; ///< set by a command whose answer ends later
  const worker_context& worker;
  std::string& out; ///< answers are appended
};

struct call : execution {
  std::span<const std::string> own_words; ///< those that select the command
  std::span<const std::string> arguments; ///< behind them

  /// All: the others are parts of it.
  std::span<const std::string> words() const {
    return {own_words.data(), own_words.size() + arguments.size()};
  }
};

/// Appends a message, with its severity if the session wants to see it. What is data goes to `out`
/// as it is.
inline void say(const execution& in, cli_severity severity, std::string text) {
  in.out += with_severity(in.state.modes.severity, severity, std::move(text));
}

} // namespace mw::worker
