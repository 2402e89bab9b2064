// A command for a connection to HAProxy that stays open, and must be afterwards as it was before.
#pragma once

#include "messages/protocols/command.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace mw {

/// The command as HAProxy gets it in prompt mode, and what stands around its answer.
struct prompt_request {
  /// Modes to be set, the command with its payload, what undoes the modes, `show cli level`.
  std::string lines;
  std::string lead; ///< in front of the answer: the prompts of the modes and of the payload's lines
  std::string mark; ///< behind the answer (marked_answer.hpp): the prompts of all that follows it
};

/// For a connection of the command's level. Nothing: the payload has empty lines, and needs a
/// connection of its own.
std::optional<prompt_request> make_prompt_request(const run_command& command);

/// Whether the command would change the connection for whoever comes next (`quit`, `user`,
/// `prompt`).
bool is_about_session(std::string_view command);

/// Whether it only reads, in one answer: then it may be asked again if it was lost, and others may
/// be asked behind it.
bool is_plain_question(std::string_view command);

/// Appends the lines of a plain question, which needs no lead and has question_mark() for its mark.
void append_question(std::string& lines, std::string_view question);

/// The mark behind the answer to a plain question, on a connection of this level.
std::string question_mark(access_level level);

/// The answer to `show cli level`, with the prompt behind it: what a connection has written when it
/// is ready.
std::string level_mark(access_level level);

} // namespace mw
