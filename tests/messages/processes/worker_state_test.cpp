// A worker's life: every event in every state.
#include "messages/processes/worker_state.hpp"
#include "tests/support/state_steps.hpp"

namespace mw::worker_state_test {

namespace {

const auto states =
    std::vector{worker_state::starting, worker_state::ready,   worker_state::suspect,
                worker_state::stopping, worker_state::waiting, worker_state::over};
const auto events = std::vector{worker_event::start,   worker_event::answered, worker_event::silent,
                                worker_event::heard,   worker_event::stop,     worker_event::ended,
                                worker_event::given_up};

using steps = std::map<worker_event, worker_state>;

void check(worker_state from, const steps& expected) {
  test::check_steps(worker_life, events, from, expected);
}

} // namespace

TEST_CASE("a worker that starts becomes ready, is stopped, or ends") {
  check(worker_state::starting, {{worker_event::answered, worker_state::ready},
                                 {worker_event::stop, worker_state::stopping},
                                 {worker_event::ended, worker_state::waiting},
                                 {worker_event::given_up, worker_state::over}});
}

TEST_CASE("a ready worker becomes suspect when it is silent") {
  check(worker_state::ready, {{worker_event::silent, worker_state::suspect},
                              {worker_event::stop, worker_state::stopping},
                              {worker_event::ended, worker_state::waiting},
                              {worker_event::given_up, worker_state::over}});
}

TEST_CASE("a suspect worker is trusted again when it answers") {
  check(worker_state::suspect, {{worker_event::heard, worker_state::ready},
                                {worker_event::stop, worker_state::stopping},
                                {worker_event::ended, worker_state::waiting},
                                {worker_event::given_up, worker_state::over}});
}

TEST_CASE("a worker that stops does nothing more than end") {
  check(worker_state::stopping,
        {{worker_event::ended, worker_state::over}, {worker_event::given_up, worker_state::over}});
}

TEST_CASE("a worker that waits is started or not wanted any more") {
  check(worker_state::waiting,
        {{worker_event::start, worker_state::starting}, {worker_event::stop, worker_state::over}});
}

TEST_CASE("what is over stays over") {
  check(worker_state::over, {});
}

TEST_CASE("every state is left by some transition or final, and has a name of its own") {
  auto names = std::map<std::string, int>{};
  for (auto state : states)
    ++names[to_string(state)];
  CHECK(names == std::map<std::string, int>{{"starting", 1},
                                            {"ready", 1},
                                            {"suspect", 1},
                                            {"stopping", 1},
                                            {"back-off", 1},
                                            {"ended", 1}});
  test::check_lines(worker_life);
  CHECK(worker_life.lines().size() == 16);
}

TEST_CASE("clients are sent to workers that have answered and have not ended") {
  for (auto state : states)
    CHECK(serves(state) == (state == worker_state::ready || state == worker_state::suspect ||
                            state == worker_state::stopping));
}

} // namespace mw::worker_state_test
