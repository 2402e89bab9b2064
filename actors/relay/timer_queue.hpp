// Time limits of many sessions: putting one off costs nothing.
#pragma once

#include "actors/relay/time.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include <map>

namespace mw::relay {

class timed;

/// Keeps deadlines by time, with one timer of asio for the earliest. A deadline that moves away is
/// only noted: its place is corrected when its old time has come. Rings up to `grain` late, so that
/// many are handled together.
class timer_queue {
public:
  static constexpr auto grain = std::chrono::milliseconds{2};

  timer_queue(asio::io_context& io, batch_time& time) : timer_(io), time_(time) {}

  timer_queue(const timer_queue&) = delete;
  timer_queue& operator=(const timer_queue&) = delete;

  /// Handles the deadlines that have passed.
  void ring();

private:
  friend class timed;
  using order = std::multimap<clock::time_point, timed*>;

  void plan();

  asio::steady_timer timer_;
  batch_time& time_;
  order waiting_;
  clock::time_point planned_ = clock::time_point::max();
};

/// Has one deadline at a time, in a queue that outlives it.
class timed {
public:
  explicit timed(timer_queue& queue) : queue_(queue), place_(queue.waiting_.end()) {}

  timed(const timed&) = delete;
  timed& operator=(const timed&) = delete;
  virtual ~timed();

  /// Time that is set; max(): never.
  clock::time_point deadline() const { return deadline_; }

protected:
  /// Replaces the time that is set; max(): never.
  void set_deadline(clock::time_point when);

  /// Is called once for a deadline; a new one may be set, and the object may end.
  virtual void deadline_passed(clock::time_point now) = 0;

private:
  friend class timer_queue;

  bool queued() const { return place_ != queue_.waiting_.end(); }

  void move_to(clock::time_point when);

  timer_queue& queue_;
  timer_queue::order::iterator place_;
  clock::time_point deadline_ = clock::time_point::max();
};

} // namespace mw::relay
