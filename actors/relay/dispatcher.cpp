// Slots and queues: see dispatcher.hpp.
#include "actors/relay/dispatcher.hpp"

#include "actors/relay/balance/balancer.hpp"
#include "actors/relay/core.hpp"

#include <algorithm>

namespace mw::relay {

assignment dispatcher::assign(session& x, backend& to, const server* avoid) {
  auto now = core_.poll.now();
  if (serving(to).empty())
    return assignment::no_server;
  auto* chosen = to.balance->choose({x.source(), avoid, now});
  if (chosen == nullptr)
    return wait_for(x, to, nullptr);
  ++to.counts->chosen;
  ++chosen->counts->chosen;
  if (is_saturated(*chosen, now))
    return wait_for(x, to, chosen);
  take_slot(*chosen);
  x.slot_given(*chosen);
  return assignment::given;
}

/// For one server, or for any.
assignment dispatcher::wait_for(session& x, backend& to, server* target) {
  auto most = target != nullptr ? target->settings.maxqueue : 0;
  if (most > 0 && target->queue.size() >= most)
    return assignment::queue_full;
  auto& queue = target != nullptr ? target->queue : to.queue;
  auto& counts = target != nullptr ? *target->counts : *to.counts;
  x.waiting = {.queue = &queue,
               .position = queue.insert(queue.end(), &x),
               .counts = &counts,
               .since = core_.poll.now()};
  counts.queued.enter();
  if (target != nullptr)
    to.balance->load_changed(*target);
  return assignment::queued;
}

void dispatcher::leave_queue(session& x) {
  if (x.waiting.queue == nullptr)
    return;
  x.waiting.queue->erase(x.waiting.position);
  x.waiting.counts->queued.leave();
  x.waiting.queue = nullptr;
}

void dispatcher::take_slot(server& x) {
  ++x.served;
  x.owner->balance->load_changed(x);
}

void dispatcher::release(server& x) {
  --x.served;
  x.owner->balance->load_changed(x);
  serve(x);
}

/// Its own queue and the backend's: the one that waits longest, whichever has it.
session* dispatcher::take_oldest(server& x) {
  auto* own = x.queue.empty() ? nullptr : x.queue.front();
  auto* shared = x.owner->queue.empty() || !x.usable() ? nullptr : x.owner->queue.front();
  if (shared != nullptr) {
    auto able = serving(*x.owner);
    if (std::find(able.begin(), able.end(), &x) == able.end())
      shared = nullptr;
  }
  if (own != nullptr && shared != nullptr)
    return own->waiting.since <= shared->waiting.since ? own : shared;
  return own != nullptr ? own : shared;
}

void dispatcher::serve(server& x) {
  auto now = core_.poll.now();
  while ((!x.queue.empty() || !x.owner->queue.empty()) && x.running() &&
         (x.maxconn == 0 || x.served < x.limit(now))) {
    auto* next = take_oldest(x);
    if (next == nullptr)
      return;
    leave_queue(*next);
    take_slot(x);
    next->slot_given(x);
    core_.later(*next);
  }
}

void dispatcher::serve_all(backend& x) {
  for (const auto& one : x.servers)
    serve(*one);
}

unsigned dispatcher::requeue(server& x) {
  unsigned moved = 0;
  while (!x.queue.empty()) {
    auto& next = *x.queue.front();
    leave_queue(next);
    core_.later(next);
    ++moved;
  }
  return moved;
}

} // namespace mw::relay
