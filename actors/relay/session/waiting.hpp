// Waiting for a server's slot.
#pragma once

#include "actors/relay/counters.hpp"

#include <list>
#include <utility>

namespace mw::relay {

struct server;

/// Waits in a queue. Both calls end the waiting: the place is left within them.
class waiter {
public:
  /// Takes a slot of this server.
  virtual void slot_given(server& from) = 0;
  /// Asks for another server: no slot will come here any more.
  virtual void ask_again() = 0;

protected:
  ~waiter() = default;
};

/// Queue of those who wait for a slot of one server or of any, the oldest first.
struct session_queue {
  struct line {
    waiter& who;
    clock::time_point since;
  };

  size_t size() const { return lines.size(); }

  bool empty() const { return lines.empty(); }

  std::list<line> lines;
  unsigned served = 0; ///< how many have been given a slot so far
};

/// A place in a queue, counted as long as it is held. The queue outlives it.
class queue_place {
public:
  queue_place() = default;

  /// `target`: whose queue it is; nullptr: a backend's.
  queue_place(session_queue& queue, server* target, counters& counts, waiter& who,
              clock::time_point since)
      : queue_(&queue),
        target_(target),
        counts_(&counts),
        served_before_(queue.served),
        line_(queue.lines.insert(queue.lines.end(), {who, since})) {
    counts.queued.enter();
  }

  queue_place(queue_place&& from) noexcept { *this = std::move(from); }

  queue_place& operator=(queue_place&& from) noexcept {
    std::swap(queue_, from.queue_);
    std::swap(target_, from.target_);
    std::swap(counts_, from.counts_);
    std::swap(served_before_, from.served_before_);
    std::swap(line_, from.line_);
    return *this;
  }

  ~queue_place() { leave(); }

  explicit operator bool() const { return queue_ != nullptr; }

  void leave() {
    if (queue_ == nullptr)
      return;
    std::exchange(queue_, nullptr)->lines.erase(line_);
    counts_->queued.leave();
  }

  server* target() const { return target_; }

  clock::time_point since() const { return line_->since; }

  /// Counts the places that were gone through up to now: its own, and one for each that was served
  /// meanwhile.
  unsigned passed() const { return queue_->served - served_before_ + 1; }

private:
  session_queue* queue_ = nullptr; ///< nullptr: no place
  server* target_ = nullptr;
  counters* counts_ = nullptr; ///< of the queue's owner
  unsigned served_before_ = 0;
  std::list<session_queue::line>::iterator line_;
};

} // namespace mw::relay
