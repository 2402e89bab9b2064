// A reload: every event in every state.
#include "messages/processes/reload_state.hpp"
#include "tests/support/state_steps.hpp"

namespace mw::reload_state_test {

namespace {

const auto events = std::vector{reload_event::begin, reload_event::loaded, reload_event::refused,
                                reload_event::ready, reload_event::failed, reload_event::switched,
                                reload_event::stop};

using steps = std::map<reload_event, reload_state>;

void check(reload_state from, const steps& expected) {
  test::check_steps(reload_life, events, from, expected);
}

} // namespace

TEST_CASE("a reload begins only when none is under way") {
  check(reload_state::idle, {{reload_event::begin, reload_state::loading}});
}

TEST_CASE("a configuration that is loaded is good, or refused, or not wanted any more") {
  check(reload_state::loading, {{reload_event::loaded, reload_state::starting},
                                {reload_event::refused, reload_state::idle},
                                {reload_event::stop, reload_state::idle}});
}

TEST_CASE("new workers get ready, or one fails, or they are not wanted any more") {
  check(reload_state::starting, {{reload_event::ready, reload_state::switching},
                                 {reload_event::failed, reload_state::idle},
                                 {reload_event::stop, reload_state::idle}});
}

TEST_CASE("once all are ready only the routers have to know") {
  check(reload_state::switching,
        {{reload_event::switched, reload_state::idle}, {reload_event::stop, reload_state::idle}});
}

TEST_CASE("the names of a reload's states") {
  CHECK(to_string(reload_state::idle) == "idle");
  CHECK(to_string(reload_state::loading) == "loading");
  CHECK(to_string(reload_state::starting) == "starting");
  CHECK(to_string(reload_state::switching) == "switching");
  test::check_lines(reload_life);
  CHECK(reload_life.lines().size() == 9);
}

} // namespace mw::reload_state_test
