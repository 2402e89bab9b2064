// Waiting for a server's slot.
#pragma once

#include "actors/relay/counters.hpp"

#include <list>
#include <utility>

namespace mw::relay {

struct server;

/// Somebody who waits in a queue. Both calls end the waiting: the place is left within them.
class waiter {
public:
  /// A slot of this server is the waiter's.
  virtual void slot_given(server& from) = 0;
  /// There is no slot to come here any more: another server is to be asked for.
  virtual void ask_again() = 0;

protected:
  ~waiter() = default;
};

/// A line of a queue.
struct queued {
  waiter& who;
  clock::time_point since;
};

/// The oldest first.
using session_queue = std::list<queued>;

/// A place in a queue, counted as long as it is held. The queue outlives it.
class queue_place {
public:
  queue_place() = default;

  queue_place(session_queue& queue, counters& counts, waiter& who, clock::time_point since)
      : queue_(&queue), counts_(&counts), place_(queue.insert(queue.end(), {who, since})) {
    counts.queued.enter();
  }

  queue_place(queue_place&& from) noexcept
      : queue_(std::exchange(from.queue_, nullptr)), counts_(from.counts_), place_(from.place_) {}

  queue_place& operator=(queue_place&& from) noexcept {
    leave();
    queue_ = std::exchange(from.queue_, nullptr);
    counts_ = from.counts_;
    place_ = from.place_;
    return *this;
  }

  ~queue_place() { leave(); }

  void leave() {
    if (queue_ == nullptr)
      return;
    std::exchange(queue_, nullptr)->erase(place_);
    counts_->queued.leave();
  }

  /// How many were there before.
  size_t ahead() const { return queue_->size() - 1; }

  clock::time_point since() const { return place_->since; }

private:
  session_queue* queue_ = nullptr; ///< nullptr: no place
  counters* counts_ = nullptr;     ///< of the queue's owner
  session_queue::iterator place_;
};

} // namespace mw::relay
