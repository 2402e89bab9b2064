// What a runner gives back to its pool, which the test plays.
#pragma once

#include "tests/support/actor_fixture.hpp"

namespace mw::test {

/// The next command that has come back, for this target; the pool answers that nobody keeps
/// anything. To be settled.
inline run_command take_handed_on(peer& pool, const target& expected) {
  auto got = run_command{};
  pool.answer<target, run_command, reply_sink_actor>(
      [&](const target& where, run_command& command, const reply_sink_actor&) {
        CHECK(where == expected);
        got = std::move(command);
        return runner_lease{.id = got.id, .reason = "handed on"};
      });
  return got;
}

} // namespace mw::test
