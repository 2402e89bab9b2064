// The master's commands that are answered at once, as functions of what was typed.
#pragma once

#include "actors/applet/applet_facts.hpp"
#include "messages/protocols/command.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mw {

/// A command, and what it may be answered from.
struct applet_call {
  const run_command& command;
  std::span<const std::string> words; ///< all
  const applet_facts& facts;
};

/// The answer without the empty line behind it.
struct applet_answer {
  std::string text = {};
  std::optional<cli_severity> severity = {}; ///< of a message; data has none
  end_status status = end_status::ok;
};

/// Makes an error message for the client, with LF.
inline applet_answer refused(std::string text, end_status status = end_status::failed) {
  return {std::move(text), cli_severity::error, status};
}

using ready_answer = applet_answer (*)(const applet_call&);

/// What answers the entry of this name (messages/cli/commands.hpp); null: it takes more than what
/// is known here.
ready_answer find_ready_answer(std::string_view entry);

/// `actor-trace` and its on, off and size.
applet_answer change_actor_trace(const applet_call& call);
/// `show actors`.
applet_answer show_live_actors(const applet_call& call);

} // namespace mw
