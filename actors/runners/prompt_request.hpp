// A command for a session with HAProxy that stays open, and must be afterwards as it was before.
#pragma once

#include "messages/cli/level.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace mw {

/// What worker_text() puts in front of a command, as lines of their own, and the command.
struct prompt_request {
  access_level level = access_level::admin; ///< it needs a session of this level
  std::vector<std::string> modes;           ///< `expert-mode on`, without what it prints
  std::string severity;                     ///< `set severity-output number`, or empty
  /// Command and payload, with LF; nothing but that for a payload with empty lines, which needs a
  /// connection of its own.
  std::string text;
};

prompt_request parse_prompt_request(std::string_view worker_text);

/// Whether the command would change the session for whoever comes next (`quit`, `user`, `prompt`).
bool is_about_session(const prompt_request& request);

/// Whether it only reads, in one answer: then it may be asked again if it was lost, and a session
/// that is kept for speed may run it.
bool is_plain_question(std::string_view command);

/// The answer to `show cli level`, with the prompt behind it: what a session has written when it is
/// ready.
std::string level_mark(access_level level);

/// The request as lines, then what undoes its modes, then `show cli level`.
std::string written_form(const prompt_request& request);

/// The mark behind the answer (marked_answer.hpp): the prompts of all that follows it.
std::string end_mark(const prompt_request& request);

/// Appends the lines of a plain question without anything in front, which needs no request.
void append_question(std::string& text, std::string_view question);

/// The mark behind its answer, in a session of this level.
std::string question_mark(access_level level);

/// What comes in front of the answer: the prompts of the modes and of the payload's lines.
std::string answer_lead(const prompt_request& request);

} // namespace mw
