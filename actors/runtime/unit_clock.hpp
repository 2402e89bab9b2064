// The time limits and delayed messages of the actors of one unit.
#pragma once

#include "actors/recorder/trace_context.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <caf/actor_control_block.hpp>
#include <caf/detail/simple_actor_clock.hpp>

#include <map>

namespace mw::runtime {

/// A clock on one asio timer, for its unit's thread only. CAF keeps a delayed message until it is
/// due; here it goes with its receiver, or every session of the last minute would stay in memory.
class unit_clock final : public caf::detail::simple_actor_clock {
public:
  explicit unit_clock(asio::io_context& io) : timer_(io) {}

  /// Runs `change` on the clock, then arms the timer for the entry that is due first.
  template <class F>
  void apply(F change) {
    change(*this);
    arm();
  }

  using simple_actor_clock::schedule_message;
  void schedule_message(time_point due, caf::strong_actor_ptr receiver,
                        caf::mailbox_element_ptr message) override;
  /// Schedules a message with the cause `why`; the function above takes the cause of the thread's
  /// present work.
  void schedule_message(time_point due, caf::strong_actor_ptr receiver,
                        caf::mailbox_element_ptr message, const trace::context& why);

  void drop(caf::actor_id actor);
  void drop_request(caf::actor_id actor, caf::message_id request);
  void drop_ordinary(caf::actor_id actor, caf::atom_value type);

  bool pending() const { return !schedule_.empty() || !delayed_.empty(); }

private:
  struct delayed_message {
    caf::strong_actor_ptr receiver;
    caf::mailbox_element_ptr message;
    trace::context why; ///< context of the thread when it was scheduled
  };

  using delayed_map = std::multimap<time_point, delayed_message>;

  time_point first_due() const;
  void arm();
  void expired();
  void send_due();
  void forget(delayed_map::iterator entry);

  asio::steady_timer timer_;
  time_point armed_ = time_point::max();
  delayed_map delayed_;
  std::multimap<caf::actor_id, delayed_map::iterator> receivers_;
};

} // namespace mw::runtime
