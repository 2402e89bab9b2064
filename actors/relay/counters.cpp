// Starting to count again: see counters.hpp.
#include "actors/relay/counters.hpp"

namespace mw::relay {

void counters::clear_maxima() {
  for (auto* count : {&sessions, &queued})
    count->highest = count->current;
  for (auto* meter : {&rate, &connections})
    meter->forget_highest();
  for (auto* average : {&queue_time, &connect_time, &total_time})
    average->forget_highest();
}

void counters::clear_all() {
  auto now = counters{};
  now.sessions.current = sessions.current;
  now.queued.current = queued.current;
  now.failed_checks = failed_checks;
  now.downs = downs;
  *this = now;
  clear_maxima();
}

} // namespace mw::relay
