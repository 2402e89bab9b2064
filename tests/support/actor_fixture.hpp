// Actors that stand still until the test moves them: no threads, no real time.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/type_ids.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/deep_to_string.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <catch2/catch.hpp>

#include <optional>
#include <utility>
#include <vector>

/// Prints our messages in failed checks.
template <class T>

requires(caf::type_id<T>::value >= caf::first_custom_type_id) struct Catch::StringMaker<T> {
  static std::string convert(const T& x) { return caf::deep_to_string(x); }
};

namespace mw::test {

/// The other end of a protocol, played by the test: a mailbox to send from and to read.
class peer {
public:
  explicit peer(caf::actor_system& system) : self_(system, true) {}

  /// This peer under a protocol's handle. CAF does not check this cast.
  template <class Handle>
  Handle as() const {
    return caf::actor_cast<Handle>(self_.ptr());
  }

  template <class Handle, class... Ts>
  void send(const Handle& to, Ts&&... message) {
    self_->send(to, std::forward<Ts>(message)...);
  }

  /// Takes the next message, which must be of this type (and then more values of types Ts); else
  /// the test fails at once.
  template <class T, class... Ts>
  T take() {
    auto got = std::optional<T>{};
    self_->receive([&](T& x, Ts&...) { got = std::move(x); },
                   caf::after(std::chrono::seconds(0)) >> [] {});
    if (!got)
      FAIL("the peer has no message of that type");
    return std::move(*got);
  }

  /// Answers the next message, a request of these types, by what `answer(request...)` returns.
  template <class T, class... Ts, class F>
  void answer(F answer) {
    auto done = false;
    self_->receive([&](T& x, Ts&... more) { return done = true, answer(x, more...); },
                   caf::after(std::chrono::seconds(0)) >> [] {});
    if (!done)
      FAIL("the peer has no request of that type");
  }

  bool empty() const { return self_->mailbox().empty(); }

  /// For requests: `peer.self()->request(...)`, then settle(), then `.receive(...)`.
  caf::scoped_actor& self() { return self_; }

private:
  caf::scoped_actor self_;
};

/// The next command of a runner that the test plays: from a pool, or from a session that keeps it.
inline run_command take_command(peer& runner) {
  auto got = std::optional<run_command>{};
  runner.self()->receive([&](run_command& x, reply_sink_actor&) { got = std::move(x); },
                         [&](target&, run_command& x, reply_sink_actor&) { got = std::move(x); },
                         caf::after(std::chrono::seconds(0)) >> [] {});
  if (!got)
    FAIL("the runner has no command");
  return std::move(*got);
}

/// A system of actors without a thread. Spawned actors live on `unit`, real sockets included.
class actor_fixture {
public:
  actor_fixture()
      : scheduler(dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler())),
        unit(system, "mw-test") {
    system.await_actors_before_shutdown(false); // a leaked actor must not make the test hang
  }

  ~actor_fixture() {
    for (auto& actor : spawned_)
      caf::anon_send_exit(actor, caf::exit_reason::kill);
    spawned_.clear();
    settle();
  }

  actor_fixture(const actor_fixture&) = delete;
  actor_fixture& operator=(const actor_fixture&) = delete;

  template <class State, class... Ts>
  typename State::handle spawn(Ts&&... xs) {
    auto actor = spawn_on<State>(unit, std::forward<Ts>(xs)...);
    spawned_.push_back(caf::actor_cast<caf::strong_actor_ptr>(actor));
    return actor;
  }

  /// Lets actors and sockets do all they can. No time passes.
  void settle() {
    while (unit.poll() + scheduler.run() > 0)
      continue;
  }

  /// Lets time pass, then settles.
  void pass(caf::timespan time) {
    scheduler.advance_time(time);
    settle();
  }

  /// Whether the actor has ended.
  template <class Handle>
  static bool has_ended(const Handle& actor) {
    auto* object = caf::actor_cast<caf::abstract_actor*>(actor);
    return object->getf(caf::abstract_actor::is_terminated_flag);
  }

private:
  struct testing_config : caf::actor_system_config {
    testing_config() { set("scheduler.policy", caf::atom("testing")); }
  };

  testing_config config_;

public:
  caf::actor_system system{config_};
  caf::scheduler::test_coordinator& scheduler;
  asio_unit unit;

private:
  std::vector<caf::strong_actor_ptr> spawned_;
};

} // namespace mw::test
