// What every command runner hears, as the beginning of its behavior.
#pragma once

#include "messages/protocols/type_ids.hpp"

#include <utility>

namespace mw {

/// Lists the four messages of command_runner_actor, each with the member of `State` that handles
/// it, and then `others`, the handlers that the state's protocol has besides. A state without
/// `input` runs no two-way commands, and none that waits for Enter.
template <class State, class... Others>
typename State::handle::behavior_type runner_behavior(State* state, Others... others) {
  return {
      [state](run_command& command, reply_sink_actor& sink) {
        state->run(std::move(command), std::move(sink));
      },
      [state]([[maybe_unused]] const command_input& more) {
        if constexpr (requires { state->input(more); })
          state->input(more);
      },
      [state](const reply_credit& more) { state->credit(more); },
      [state](const cancel_command& which) { state->cancel(which); },
      std::move(others)...,
  };
}

} // namespace mw
