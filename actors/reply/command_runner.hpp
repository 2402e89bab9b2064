// The beginning of every command runner's behavior.
#pragma once

#include "messages/protocols/type_ids.hpp"

#include <utility>

namespace mw {

/// Lists the messages of command_runner_actor, each with the member of `State` that handles it, and
/// then `others`, the handlers that the state's protocol has besides. A state with an `input` is a
/// listening runner.
template <class State, class... Others>
typename State::handle::behavior_type runner_behavior(State* state, Others... others) {
  auto run = [state](run_command& command, reply_sink_actor& sink) {
    state->run(std::move(command), std::move(sink));
  };
  auto credit = [state](const reply_credit& more) { state->credit(more); };
  auto cancel = [state](const cancel_command& which) { state->cancel(which); };
  if constexpr (requires(const command_input& more) { state->input(more); })
    return {run, credit, cancel, [state](const command_input& more) { state->input(more); },
            std::move(others)...};
  else
    return {run, credit, cancel, std::move(others)...};
}

} // namespace mw
