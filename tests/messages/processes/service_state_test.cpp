// The life of the service: every event in every state.
#include "messages/processes/service_state.hpp"
#include "tests/support/state_steps.hpp"

namespace mw::service_state_test {

namespace {

using enum service_state;
using on = service_event;

void check(service_state from, const std::map<service_event, service_state>& expected) {
  test::check_steps(service_life, {on::all_ready, on::announced, on::finish, on::stop}, from,
                    expected);
}

} // namespace

TEST_CASE("a service starts, announces itself and serves, unless it is told to end") {
  check(
      starting,
      {{on::all_ready, announcing}, {on::finish, finishing}, {on::stop, service_state::stopping}});
  check(announcing,
        {{on::announced, serving}, {on::finish, finishing}, {on::stop, service_state::stopping}});
  check(serving, {{on::finish, finishing}, {on::stop, service_state::stopping}});
}

TEST_CASE("a service that ends may be hurried, and is never slowed down") {
  check(finishing, {{on::stop, service_state::stopping}});
  check(service_state::stopping, {{on::stop, killing}});
  check(killing, {{on::stop, killing}});
}

TEST_CASE("a service ends from the first word on") {
  for (auto state : {starting, announcing, serving})
    CHECK_FALSE(is_ending(state));
  for (auto state : {finishing, service_state::stopping, killing})
    CHECK(is_ending(state));
  test::check_lines(service_life);
  CHECK(service_life.lines().size() == 11);
}

} // namespace mw::service_state_test
