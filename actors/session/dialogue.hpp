// What a session is doing: one table.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace mw {

enum class dialogue_state : uint8_t {
  ready,      ///< takes the next command
  selecting,  ///< the router looks for the process of a new default target
  prompting,  ///< the router is to say what a prompt says
  starting,   ///< a command is given away, and nobody is known to run it yet
  running,    ///< a command runs; what the client types waits
  talking,    ///< a two-way session runs: what the client types goes there
  live,       ///< a command runs until the client presses Enter
  live_typed, ///< the same, and the client has begun a line
  live_ended, ///< the client has ended a line: the command is to end
  closing,    ///< takes nothing more; what is printed still goes out
};

enum class dialogue_event : uint8_t {
  select,       ///< the client names a default target
  prompt,       ///< a prompt is due, and what it says is not known
  router_knows, ///< the router has answered, or is given up
  start,        ///< the client's next command
  run,          ///< its runner is known
  talk,         ///< its runner is known, and takes what the client types
  listen,       ///< its runner is known, and waits for the client to end it
  type,         ///< the client has sent a part of a line
  end_line,     ///< the client has sent the end of a line
  over,         ///< the command has ended
  close,        ///< the session is to end
};

struct dialogue_transition {
  dialogue_state from;
  dialogue_event event;
  dialogue_state to;
};

/// All that there are, but for `close`, which leads to `closing` from everywhere.
std::span<const dialogue_transition> dialogue_transitions();

/// Where the event leads to; nothing: it means nothing in that state.
std::optional<dialogue_state> next_state(dialogue_state from, dialogue_event event);

/// Whether a command is under way.
bool has_command(dialogue_state state);

/// Whether the client's next bytes are wanted now.
bool reads(dialogue_state state);

/// `ready`, `live_typed`.
std::string to_string(dialogue_state state);

} // namespace mw
