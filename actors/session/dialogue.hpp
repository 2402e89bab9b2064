// What a session is doing: one table.
#pragma once

#include "messages/processes/transition_table.hpp"

#include <cstdint>
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

/// Lists all transitions.
inline constexpr auto dialogue_life = [] {
  using enum dialogue_state;
  using on = dialogue_event;
  return transition_table{std::to_array<transition<dialogue_state, dialogue_event>>({
      {ready, on::select, selecting},
      {ready, on::prompt, prompting},
      {ready, on::start, starting},
      {selecting, on::router_knows, ready},
      {prompting, on::router_knows, ready},
      {starting, on::run, running},
      {starting, on::talk, talking},
      {starting, on::listen, live},
      {starting, on::over, ready},
      {running, on::run, running}, // a leased runner has handed it on
      {running, on::over, ready},
      {talking, on::over, ready},
      {live, on::type, live_typed},
      {live, on::end_line, live_ended},
      {live, on::over, ready},
      {live_typed, on::type, live_typed},
      {live_typed, on::end_line, live_ended},
      {live_typed, on::over, ready},
      {live_ended, on::over, ready},
      {ready, on::close, closing},
      {selecting, on::close, closing},
      {prompting, on::close, closing},
      {starting, on::close, closing},
      {running, on::close, closing},
      {talking, on::close, closing},
      {live, on::close, closing},
      {live_typed, on::close, closing},
      {live_ended, on::close, closing},
      {closing, on::close, closing},
  })};
}();

/// Whether a command is under way.
bool has_command(dialogue_state state);

/// Whether the client's next bytes are wanted now.
bool reads(dialogue_state state);

/// `ready`, `live_typed`.
std::string to_string(dialogue_state state);

} // namespace mw
