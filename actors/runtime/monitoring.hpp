// Monitors that end with the actor that has asked for them.
#pragma once

#include <caf/actor_addr.hpp>
#include <caf/error.hpp>
#include <caf/execution_unit.hpp>
#include <caf/system_messages.hpp>

#include <set>
#include <utility>

namespace mw::runtime {

/// Gives `Base`, a CAF actor class, monitors that end with it. CAF's own stay with the actor that
/// they watch, and refer to their owner: an actor that thousands of short-lived ones watch would
/// keep the memory of all of them.
template <class Base>
class monitoring : public Base {
public:
  using Base::Base;

  /// Monitors an actor, once however often it is called.
  template <class Handle>
  void monitor(const Handle& whom) {
    if (watched_.insert(whom.address()).second)
      Base::monitor(whom);
  }

  void demonitor(const caf::actor_addr& whom) {
    if (watched_.erase(whom) > 0)
      Base::demonitor(whom);
  }

  /// Sets the handler `act(caf::down_msg&)`, which every actor with monitors must have.
  template <class F>
  void set_down_handler(F act) {
    Base::set_down_handler([this, act = std::move(act)](caf::down_msg& gone) {
      watched_.erase(gone.source);
      act(gone);
    });
  }

  bool cleanup(caf::error&& reason, caf::execution_unit* unit) override {
    for (const auto& whom : std::exchange(watched_, {}))
      Base::demonitor(whom);
    return Base::cleanup(std::move(reason), unit);
  }

private:
  std::set<caf::actor_addr> watched_;
};

} // namespace mw::runtime
