// Slots and queues: see dispatcher.hpp.
#include "actors/relay/dispatcher.hpp"

#include "actors/relay/balance/balancer.hpp"

#include <algorithm>

namespace mw::relay {

namespace {

void take_slot(server& x) {
  ++x.served;
  x.owner->balance->load_changed(x);
}

/// Finds the queue whose first one waits longest, the server's own or the backend's. nullptr: there
/// is nobody whom this server may take.
session_queue* next_queue(server& x) {
  auto* own = x.queue.empty() ? nullptr : &x.queue;
  auto* shared = x.owner->queue.empty() || !x.usable() ? nullptr : &x.owner->queue;
  if (shared != nullptr) {
    auto able = serving(*x.owner);
    if (std::find(able.begin(), able.end(), &x) == able.end())
      shared = nullptr;
  }
  if (own != nullptr && shared != nullptr)
    return own->lines.front().since <= shared->lines.front().since ? own : shared;
  return own != nullptr ? own : shared;
}

} // namespace

assignment dispatcher::assign(waiter& x, const net::socket_address& source, backend& to,
                              const server* avoid) {
  auto now = time_.now();
  if (serving(to).empty())
    return refusal{};
  auto* chosen = to.balance->choose({source, avoid, now});
  if (chosen == nullptr)
    return wait_for(x, to, nullptr);
  ++to.counts->chosen;
  ++chosen->counts->chosen;
  if (is_saturated(*chosen, now))
    return wait_for(x, to, chosen);
  take_slot(*chosen);
  return chosen;
}

/// Gives a place in the queue of one server, or of all.
assignment dispatcher::wait_for(waiter& x, backend& to, server* target) {
  if (target == nullptr)
    return queue_place(to.queue, nullptr, *to.counts, x, time_.now());
  auto most = target->settings.maxqueue;
  if (most > 0 && target->queue.size() >= most)
    return refusal{target};
  auto place = queue_place(target->queue, target, *target->counts, x, time_.now());
  to.balance->load_changed(*target);
  return place;
}

void dispatcher::release(server& x) {
  --x.served;
  x.owner->balance->load_changed(x);
  serve(x);
}

void dispatcher::serve(server& x) {
  auto now = time_.now();
  while (x.running() && (x.maxconn == 0 || x.served < x.limit(now))) {
    auto* next = next_queue(x);
    if (next == nullptr)
      return;
    next->lines.front().who.slot_given(x); // it leaves the queue, which counts as load
    ++next->served;
    take_slot(x);
  }
}

void dispatcher::serve_all(backend& x) {
  for (const auto& one : x.servers)
    serve(*one);
}

unsigned dispatcher::requeue(server& x) {
  auto moved = static_cast<unsigned>(x.queue.size());
  for (auto left = moved; left > 0; --left)
    x.queue.lines.front().who.ask_again();
  return moved;
}

} // namespace mw::relay
