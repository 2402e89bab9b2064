// The engine runs: see engine.hpp.
#include "actors/relay/engine.hpp"

#include <algorithm>

namespace mw::relay {

void engine::start() {
  time.refresh();
  poll.start();
  accept.start();
  start_checks();
}

/// Lets nobody else in and asks servers no more; sessions go on.
void engine::wind_down() {
  for (const auto& one : state_.all) {
    auto stopped = one->settings.disabled;
    if (one->front)
      stopped = one->front->state == frontend_state::stopped;
    if (one->front && !stopped)
      accept.close(*one->front);
    if (!stopped)
      servers.say_stopped(*one);
  }
}

/// Spreads the first checks over the shortest interval.
void engine::start_checks() {
  auto shortest = milliseconds::max();
  for (auto& one : checks_)
    shortest = std::min(shortest, one.of().settings.inter);
  auto number = milliseconds::rep{0};
  for (auto& one : checks_)
    one.start(shortest * number++ / static_cast<milliseconds::rep>(checks_.size()));
}

void engine::later(session& x) {
  sessions.later(x);
  poll.wake();
}

void engine::session_over(session& x, frontend& of) {
  of.update_state();
  sessions.over(x);
  accept.resume();
  poll.wake();
}

/// Ends sessions, here and nowhere else: nothing of this batch knows them any more.
bool engine::after_batch() {
  auto more = sessions.after_batch();
  state_.total->dropped_logs = log.dropped();
  state_.batches = poll.batches();
  state_.events = poll.events();
  state_.total->spliced_bytes = flows.spliced;
  state_.pipes_used = flows.pipes_used;
  state_.pipes_free = static_cast<unsigned>(flows.pipes.spare());
  return more;
}

} // namespace mw::relay
