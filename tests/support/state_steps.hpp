// Tables of states and events: what leads where, and that nothing else leads anywhere.
#pragma once

#include <catch2/catch.hpp>

#include <map>
#include <vector>

namespace mw::test {

/// `expected`: the state behind each event that means something in `from`; all others of `events`
/// must lead nowhere. `Next` is the function under test: (state, event) to an optional state.
template <class State, class Event, class Next>
void check_steps(const std::vector<Event>& events, State from,
                 const std::map<Event, State>& expected, Next next) {
  for (auto event : events) {
    CAPTURE(to_string(from), static_cast<int>(event));
    auto known = expected.find(event);
    if (known == expected.end())
      CHECK_FALSE(next(from, event));
    else
      CHECK(next(from, event) == known->second);
  }
}

} // namespace mw::test
