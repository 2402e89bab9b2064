// The name and the work so far of an actor, for `show actors`, and the list of all live ones.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <string>
#include <vector>

namespace mw {

/// An actor at one moment. Ticks: see ticks.hpp.
struct actor_view {
  const char* name = "";
  uint64_t id = 0;
  std::string thread = {};
  uint64_t waiting = 0;      ///< number of messages in its mailbox
  uint64_t most_waiting = 0; ///< the greatest number so far
  uint64_t handled = 0;      ///< messages
  uint64_t busy = 0;         ///< ticks in message and I/O handlers, while the recorder was on
  uint64_t since = 0;        ///< start, in ticks
  uint64_t oldest = 0;       ///< sending time of its oldest waiting message, in ticks; 0: unknown,
                             ///< none
};

/// A member of every pinned actor. Senders of all threads call sent(), its own thread the rest.
class actor_identity {
public:
  actor_identity() = default;

  ~actor_identity() { strike_off(); }

  actor_identity(const actor_identity&) = delete;
  actor_identity& operator=(const actor_identity&) = delete;

  /// Adds the actor to the list. `name` and `thread` stay valid until strike_off().
  void enlist(const char* name, uint64_t id, const std::string& thread);
  /// Takes the actor off the list. From any thread, any number of times.
  void strike_off();

  /// Counts a message that is about to get into the mailbox. `when`: ticks; 0: unknown.
  void sent(uint64_t when) {
    auto before = sent_.fetch_add(1, std::memory_order_relaxed);
    auto done = handled_.load(std::memory_order_relaxed);
    if (before <= done)
      oldest_.store(when, std::memory_order_relaxed);
    else if (before + 1 - done > most_waiting_.load(std::memory_order_relaxed))
      most_waiting_.store(before + 1 - done, std::memory_order_relaxed);
  }

  /// Counts a message that was taken out of the mailbox. Tells whether others wait.
  bool taken() {
    auto done = handled_.load(std::memory_order_relaxed) + 1;
    handled_.store(done, std::memory_order_relaxed);
    return sent_.load(std::memory_order_relaxed) > done;
  }

  /// Notes when the next message in the mailbox was sent.
  void next_waits_since(uint64_t when) { oldest_.store(when, std::memory_order_relaxed); }

  void was_busy(uint64_t ticks) {
    busy_.store(busy_.load(std::memory_order_relaxed) + ticks, std::memory_order_relaxed);
  }

  actor_view view() const;

  /// The actor in one word of the recorder.
  uint64_t word() const { return word_; }

private:
  std::atomic<uint64_t> sent_{0};
  std::atomic<uint64_t> handled_{0};
  std::atomic<uint64_t> most_waiting_{1}; ///< counted from the second one on: see view()
  std::atomic<uint64_t> oldest_{0};
  std::atomic<uint64_t> busy_{0};
  const char* name_ = "";
  uint64_t id_ = 0;
  uint64_t word_ = 0;
  const std::string* thread_ = nullptr;
  uint64_t since_ = 0;
  std::list<const actor_identity*>::iterator place_;
  bool listed_ = false; ///< guarded by the list's lock
};

/// Lists all live actors by number. From any thread.
std::vector<actor_view> live_actors();

} // namespace mw
