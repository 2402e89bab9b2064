// The commands of a worker's CLI.
#pragma once

#include "actors/worker/worker_context.hpp"
#include "messages/cli_modes.hpp"
#include "messages/level.hpp"
#include "messages/prompt.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>

namespace mw::worker {

/// What commands change about the connection that they came from.
struct cli_state {
  access_level level = access_level::admin;
  prompt_mode prompt{prompt_mode::kind::single, false};
  cli_modes modes = {};
  bool prompt_fixed = false;                                ///< `prompt` changes nothing
  bool quit = false;                                        ///< this was asked for
  std::optional<std::chrono::milliseconds> idle_limit = {}; ///< `set timeout cli`, if there was one
};

/// How an answer ends.
enum class answer_end : uint8_t {
  blank_line, ///< as all do
  silent,     ///< the command's last word was `-`: for a master that puts it in front of others
};

/// What a command that takes time leaves for later.
struct slow_answer {
  std::chrono::milliseconds delay; ///< from now
  std::string text;                ///< the rest of its answer, without the blank line
};

/// What a command works with.
struct execution {
  cli_state& state;
  std::optional<slow_answer>& later; ///< set by a command whose answer ends later
  const worker_context& worker;
  std::string& out; ///< answers are appended
};

/// Runs one command and appends its answer, without the blank line. `words` are none for an empty
/// command, whose answer is empty.
answer_end execute(std::span<const std::string> words, const execution& in);

} // namespace mw::worker
