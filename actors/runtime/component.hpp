// Hosts a state class in a typed actor on an asio_unit.
#pragma once

#include "actors/runtime/monitoring.hpp"
#include "actors/runtime/pinned.hpp"
#include "actors/runtime/timing.hpp"

#include <caf/actor_system.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <optional>
#include <string>
#include <utility>

namespace mw::runtime {

/// The actor behind a handle, as its state class sees it: CAF's typed actor (send, request, quit,
/// ...), after() for time limits, and io() and bind() for asio.
template <class Handle>
using host = timing<monitoring<pinned<typename Handle::base>>>;

/// Hosts `State` in a typed actor. A state class says which protocol it speaks (`handle`) and its
/// `name`, is built from
/// `(host<handle>* self, args...)`, and answers `make_behavior()`: what CAF 1.x calls
/// actor_from_state. What it does by itself at first it does in `begin()`, if it has one. The
/// constructor runs on the spawner's thread, everything else on the unit's.
/// Sockets and timers live in the state: it ends on the unit's thread, the actor object itself may
/// not.
template <class State>
class component final : public host<typename State::handle> {
public:
  template <class... Args>
  explicit component(caf::actor_config& config, Args&&... args)
      : host<typename State::handle>(config),
        state_(std::in_place, this, std::forward<Args>(args)...) {
    this->set_exception_handler([](caf::scheduled_actor*, std::exception_ptr& error) -> caf::error {
      trace::report_exception(State::name, error);
      return caf::sec::runtime_error;
    });
  }

  const char* name() const override { return State::name; }

  /// Ends the state, which also breaks cycles of handles.
  void on_exit() override { state_.reset(); }

  /// The state, for tests that look inside.
  State& state() { return *state_; }

protected:
  typename State::handle::behavior_type make_behavior() override {
    auto behavior = state_->make_behavior();
    if constexpr (requires(State & state) { state.begin(); })
      state_->begin();
    return behavior;
  }

private:
  std::optional<State> state_;
};

/// Starts a component on a unit.
template <class State, class... Ts>
typename State::handle spawn_on(asio_unit& unit, Ts&&... xs) {
  auto config = caf::actor_config{&unit};
  return unit.system().spawn_class<component<State>, caf::no_spawn_options>(
      config, std::forward<Ts>(xs)...);
}

} // namespace mw::runtime
