// A life as a table: which event leads from which state to which.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

namespace mw {

template <class State, class Event>
struct transition {
  State from;
  Event event;
  State to;
};

/// All transitions of one kind of life. An event without a line for the state at hand means nothing
/// there: a late message about an earlier state.
template <class State, class Event, size_t Lines>
class transition_table {
public:
  constexpr explicit transition_table(std::array<transition<State, Event>, Lines> lines)
      : lines_(lines) {}

  /// The state behind an event; none: the event means nothing in that state.
  constexpr std::optional<State> next(State from, Event event) const {
    auto found = std::find_if(lines_.begin(), lines_.end(), [&](const auto& one) {
      return one.from == from && one.event == event;
    });
    return found == lines_.end() ? std::nullopt : std::optional{found->to};
  }

  /// Goes on to the next state if there is one, and answers whether there is.
  constexpr bool advance(State& state, Event event) const {
    auto to = next(state, event);
    state = to.value_or(state);
    return to.has_value();
  }

  constexpr const auto& lines() const { return lines_; }

private:
  std::array<transition<State, Event>, Lines> lines_;
};

} // namespace mw
