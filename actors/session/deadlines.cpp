// When a session's limits are looked at: see deadlines.hpp.
#include "actors/session/deadlines.hpp"

#include <algorithm>

namespace mw {

std::optional<reminders::duration> reminders::order(time_point due, time_point now) {
  if (!ordered_.empty() && ordered_.back() <= due)
    return std::nullopt;
  ordered_.push_back(due);
  return std::max(due - now, duration{0});
}

void reminders::pass(time_point now) {
  while (!ordered_.empty() && ordered_.back() <= now)
    ordered_.pop_back();
}

} // namespace mw
