// Time limits of an actor's own, without messages that others could send.
#pragma once

#include "actors/runtime/trace.hpp"

#include <caf/actor_clock.hpp>
#include <caf/behavior.hpp>
#include <caf/error.hpp>
#include <caf/message_id.hpp>
#include <caf/timespan.hpp>

#include <utility>

namespace mw::runtime {

/// Lets `Base`, a CAF actor class, make calls of its own later. They run as message handlers do, on
/// the actor's clock (tests move it), with the cause of the caller, and never behind the actor's
/// end.
template <class Base>
class timing : public Base {
public:
  using Base::Base;

  /// Names one call that is to come. A default one names none.
  using timer = caf::message_id;

  /// Calls `act()` once, when `delay` is over: to CAF it is the answer to a request that nobody
  /// gets, whose time is up.
  template <class F>
  timer after(caf::timespan delay, F act) {
    auto answer = this->new_request_id(caf::message_priority::normal).response_id();
    this->clock().set_request_timeout(this->clock().now() + delay, this, answer);
    this->add_multiplexed_response_handler(
        answer,
        caf::behavior{[act = std::move(act), why = trace::here()](const caf::error&) mutable {
          auto cause = trace::scope{why};
          act();
        }});
    return answer;
  }

  /// Takes a call back; does nothing if it was made, or is taken back.
  void cancel(timer& which) {
    auto answer = std::exchange(which, timer{});
    if (this->multiplexed_responses_.erase(answer) > 0)
      this->clock().cancel_request_timeout(this, answer);
  }
};

} // namespace mw::runtime
