// The commands of a worker's CLI.
#pragma once

#include "actors/worker/worker_context.hpp"
#include "messages/level.hpp"
#include "messages/prompt.hpp"

#include <span>
#include <string>

namespace mw::worker {

/// What commands change about the connection that they came from.
struct cli_state {
  access_level level = access_level::admin;
  prompt_mode prompt{prompt_mode::kind::single, false};
  bool prompt_fixed = false; ///< `prompt` changes nothing
  bool quit = false;         ///< this was asked for
};

/// How an answer ends.
enum class answer_end : uint8_t {
  blank_line, ///< as all do
  silent,     ///< the command's last word was `-`: for a master that puts it in front of others
};

/// Runs one command and appends its answer, without the blank line. `words` are none for an empty
/// command, whose answer is empty.
answer_end execute(std::span<const std::string> words, cli_state& state,
                   const worker_context& worker, std::string& out);

} // namespace mw::worker
