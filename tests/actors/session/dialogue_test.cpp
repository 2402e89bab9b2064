// A session's dialogue: every event in every state.
#include "actors/session/dialogue.hpp"
#include "tests/support/state_steps.hpp"

namespace mw::dialogue_test {

using on = dialogue_event;
using state = dialogue_state;

namespace {

const auto events =
    std::vector{on::select, on::prompt, on::router_knows, on::start, on::run,  on::talk,
                on::listen, on::type,   on::end_line,     on::over,  on::close};
const auto states = std::vector{
    state::ready,   state::selecting, state::prompting,  state::starting,   state::running,
    state::talking, state::live,      state::live_typed, state::live_ended, state::closing};

using steps = std::map<on, state>;

void check(state from, steps expected) {
  expected[on::close] = state::closing;
  test::check_steps(dialogue_life, events, from, expected);
}

std::vector<state> those_that(bool (*is)(state)) {
  auto found = std::vector<state>{};
  for (auto one : states)
    if (is(one))
      found.push_back(one);
  return found;
}

} // namespace

TEST_CASE("a session that is ready takes a command, or asks the router something") {
  check(state::ready, {{on::select, state::selecting},
                       {on::prompt, state::prompting},
                       {on::start, state::starting}});
  check(state::selecting, {{on::router_knows, state::ready}});
  check(state::prompting, {{on::router_knows, state::ready}});
}

TEST_CASE("a command that nobody runs yet is refused, or runs in one of three ways") {
  check(state::starting, {{on::run, state::running},
                          {on::talk, state::talking},
                          {on::listen, state::live},
                          {on::over, state::ready}});
}

TEST_CASE("a command that runs ends, or is handed on by a runner that was leased") {
  check(state::running, {{on::run, state::running}, {on::over, state::ready}});
  check(state::talking, {{on::over, state::ready}});
}

TEST_CASE("a live command is over when the client has ended a line, or before") {
  check(
      state::live,
      {{on::type, state::live_typed}, {on::end_line, state::live_ended}, {on::over, state::ready}});
  check(
      state::live_typed,
      {{on::type, state::live_typed}, {on::end_line, state::live_ended}, {on::over, state::ready}});
  check(state::live_ended, {{on::over, state::ready}});
}

TEST_CASE("a session that closes does nothing more") {
  check(state::closing, {});
}

TEST_CASE("in which states a command is under way, and in which the client is read") {
  CHECK(those_that(has_command) == std::vector{state::starting, state::running, state::talking,
                                               state::live, state::live_typed, state::live_ended});
  CHECK(those_that(reads) ==
        std::vector{state::ready, state::talking, state::live, state::live_typed});
}

TEST_CASE("the names of a dialogue's states") {
  auto names = std::string{};
  for (auto one : states)
    names += to_string(one) + " ";
  CHECK(names == "ready selecting prompting starting running talking live live_typed live_ended "
                 "closing ");
  test::check_lines(dialogue_life);
  CHECK(dialogue_life.lines().size() == 29);
}

} // namespace mw::dialogue_test
