// A component's thread: an asio event loop on which CAF actors live.
//
// CAF's own pool and clock are not used (its clock deadlocks under request time limits; see
// README.md here).
#pragma once

#include "actors/recorder/recorder.hpp"
#include "actors/runtime/unit_clock.hpp"

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <caf/actor_system.hpp>
#include <caf/execution_unit.hpp>
#include <caf/intrusive_ptr.hpp>
#include <caf/resumable.hpp>

#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace mw::runtime {

/// An event loop with its thread. Actors spawned on it (runtime/component.hpp) run on this thread
/// only, together with the I/O handlers of its `io()`.
class asio_unit final : public caf::execution_unit {
public:
  /// Makes a unit. `thread_name` has at most 15 bytes; `top -H` and gdb show it.
  asio_unit(caf::actor_system& system, std::string thread_name);
  ~asio_unit() override;

  /// Starts the thread. Without it the loop turns only by poll(): that is how tests step actors by
  /// hand.
  void start();
  /// Ends the thread and waits for it. Actors must have ended before.
  void stop();
  /// Runs all handlers that are ready, in the caller's thread. Answers how many ran.
  size_t poll();

  /// For the unit's own thread only.
  const std::string& thread_name() const { return name_; }

  asio::io_context& io() { return io_; }

  unit_clock& timers() { return clock_; }

  /// On the unit's own thread only.
  recorder::writer& recorder() { return recorder_; }

  /// Tells whether the caller's thread runs this loop.
  bool here() const { return running == this; }

  /// Runs `handler` and then the actors that it has given messages to, before the loop looks at its
  /// sockets again: a system call less for each message. On the unit's thread; nested calls just
  /// run the handler.
  template <class F>
  void turn(F&& handler) {
    if (in_turn_)
      return handler();
    in_turn_ = true;
    handler();
    run_ready();
    in_turn_ = false;
  }

  /// Runs `task` when the actors of this turn have no more to do. On the unit's thread.
  void defer(std::function<void()> task);

  /// Runs an actor soon, for CAF. From any thread.
  void exec_later(caf::resumable* runnable) override;
  /// Runs an actor of any kind soon, also one that is not pinned.
  void exec_any(caf::resumable* runnable);

private:
  using job = caf::intrusive_ptr<caf::resumable>;

  /// The unit whose loop this thread runs. asio knows it too, but takes longer to say so.
  static inline thread_local const asio_unit* running = nullptr;

  void run_ready();
  void run_one(job actor);

  mutable asio::io_context io_{1}; // one thread: posting from it takes no lock
  asio::executor_work_guard<asio::io_context::executor_type> guard_;
  unit_clock clock_;
  std::deque<job> ready_; ///< actors with messages; this thread only
  std::vector<std::function<void()>> deferred_;
  bool in_turn_ = false;
  std::string name_;
  recorder::writer recorder_;
  std::thread thread_;
};

} // namespace mw::runtime
