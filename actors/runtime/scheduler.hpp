// The scheduler module that stands in for CAF's pool and clock: actors run on their own
// asio_unit, and each unit keeps the time limits of its actors.
#pragma once

#include "actors/runtime/asio_unit.hpp"

#include <caf/actor_clock.hpp>
#include <caf/scheduler/abstract_coordinator.hpp>

namespace mw::runtime {

/// Sends each time limit to the clock of the actor's own unit.
class asio_clock final : public caf::actor_clock {
public:
  /// `homeless`: the unit for actors that are not pinned.
  explicit asio_clock(asio_unit& homeless) : homeless_(homeless) {}

  void set_ordinary_timeout(time_point due, caf::abstract_actor* self, caf::atom_value type,
                            uint64_t id) override;
  void set_multi_timeout(time_point due, caf::abstract_actor* self, caf::atom_value type,
                         uint64_t id) override;
  void set_request_timeout(time_point due, caf::abstract_actor* self, caf::message_id id) override;
  void cancel_ordinary_timeout(caf::abstract_actor* self, caf::atom_value type) override;
  void cancel_request_timeout(caf::abstract_actor* self, caf::message_id id) override;
  void cancel_timeouts(caf::abstract_actor* self) override;
  void schedule_message(time_point due, caf::strong_actor_ptr receiver,
                        caf::mailbox_element_ptr message) override;
  void schedule_message(time_point due, caf::group target, caf::strong_actor_ptr sender,
                        caf::message message) override;
  void cancel_all() override;

private:
  asio_unit& home(caf::abstract_actor* actor) const;
  template <class F>
  void now_or_posted(caf::abstract_actor* actor, F change);
  template <class F>
  void posted(caf::abstract_actor* actor, F change);

  asio_unit& homeless_;
};

/// CAF's scheduler module. Load it before the actor_system starts: `config.load<asio_scheduler>()`.
class asio_scheduler final : public caf::scheduler::abstract_coordinator {
public:
  explicit asio_scheduler(caf::actor_system& system);
  static caf::actor_system::module* make(caf::actor_system& system, caf::detail::type_list<>);

  void start() override;
  void stop() override;
  void enqueue(caf::resumable* job) override;
  caf::actor_clock& clock() noexcept override;

private:
  asio_unit unit_; // never started: it only ends CAF's own two helper actors at the stop
  asio_clock clock_;
};

} // namespace mw::runtime
