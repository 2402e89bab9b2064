// Servers that come and go: see server_states.hpp.
#include "actors/relay/servers/server_states.hpp"

#include "actors/relay/balance/balancer.hpp"
#include "actors/relay/engine.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mw::relay {

using std::chrono::duration_cast;
using std::chrono::seconds;

namespace {

/// Steps of a slow start, of which none is shorter than a second.
constexpr int steps = 20;

/// State of a server that has just come.
operation up_state(const server& x) {
  return x.settings.slowstart.count() > 0 ? operation::starting : operation::running;
}

milliseconds step_of(const server& x) {
  return std::max<milliseconds>(seconds{1}, x.settings.slowstart / steps);
}

} // namespace

server_states::ramp::ramp(engine& owner, server& x)
    : timed(owner.timers), engine_(owner), server_(x) {}

void server_states::ramp::start() {
  if (server_.state == operation::starting)
    set_deadline(engine_.time.now() + step_of(server_));
}

void server_states::ramp::deadline_passed(clock::time_point now) {
  if (server_.state != operation::starting)
    return;
  if (now >= server_.last_change + server_.settings.slowstart)
    server_.state = operation::running;
  engine_.servers.settle(server_);
  start();
}

void server_states::begin(server& x) {
  x.last_change = engine_.time.now();
  x.check.rise = x.settings.rise;
  x.check.fall = x.settings.fall;
  x.check.health = x.settings.disabled ? 0 : x.check.rise; // up, but one failure takes it down
  if (x.settings.disabled) {
    x.admin_state = admin::maintenance | admin::configured_maintenance;
    x.state = operation::stopped;
  }
  weigh(x);
}

/// Sets the effective weight, in sixteenths; a server that has a weight at all has a part of it
/// from the first moment.
void server_states::weigh(server& x) {
  x.effective_weight = x.weight * 16;
  if (x.state != operation::starting || !takes_weights(*x.owner) ||
      x.settings.slowstart.count() <= 0)
    return;
  auto since = duration_cast<milliseconds>(engine_.time.now() - x.last_change).count();
  auto part = (16 * since + x.settings.slowstart.count()) / x.settings.slowstart.count();
  x.effective_weight = x.weight * static_cast<unsigned>(std::clamp<int64_t>(part, 1, 16));
}

void server_states::mark(server& x, operation to) {
  auto now = engine_.time.now();
  x.down_before = x.down_time(now);
  x.state = to;
  x.last_change = now;
}

/// Tells the balancing first, so that those who wait go where they can.
bool server_states::changed(server& x, bool was_up) {
  auto& back = *x.owner;
  weigh(x);
  back.balance->servers_changed();
  engine_.dispatch.serve_all(back);
  if (was_up == back.up())
    return false;
  auto now = engine_.time.now();
  back.down_before += was_up ? seconds{0} : duration_cast<seconds>(now - back.last_change);
  back.last_change = now;
  back.counts->downs += was_up ? 1 : 0;
  return was_up;
}

void server_states::set_up(server& x, std::string_view reason) {
  if (x.in_maintenance() || x.running_or_starting())
    return;
  auto was_up = x.owner->up();
  mark(x, up_state(x));
  changed(x, was_up);
  if (x.settings.shutdown_backup_sessions_when_up)
    shut_backup_sessions(*x.owner);
  start_ramp(x);
  say_online(x, fmt::format("is UP{}", reason));
  say_if_draining(x);
}

void server_states::set_stopping(server& x, std::string_view reason) {
  if (x.in_maintenance() || x.state == operation::stopping)
    return;
  auto was_up = x.owner->up();
  mark(x, operation::stopping);
  auto lost = changed(x, was_up);
  say_online(x, fmt::format("is stopping{}", reason));
  say_if_lost(*x.owner, lost);
  say_if_draining(x);
}

void server_states::set_down(server& x, std::string_view reason) {
  if (x.in_maintenance() || x.state == operation::stopped)
    return;
  auto was_up = x.owner->up();
  mark(x, operation::stopped);
  ++x.counts->downs;
  auto lost = changed(x, was_up);
  auto requeued = end_work(x);
  say_left(x, log_level::alert, fmt::format("is DOWN{}", reason), requeued);
  say_if_lost(*x.owner, lost);
  say_if_draining(x);
}

void server_states::enter_maintenance(server& x) {
  if (x.in_maintenance())
    return;
  auto was_up = x.owner->up();
  auto was_down = x.state == operation::stopped;
  mark(x, operation::stopped);
  x.admin_state |= admin::maintenance;
  x.check.health = 0;
  auto lost = changed(x, was_up);
  auto requeued = end_work(x);
  if (was_down)
    say_alone(x, "was DOWN and now enters maintenance");
  else
    say_left(x, log_level::alert, "is going DOWN for maintenance", requeued);
  say_if_lost(*x.owner, lost);
}

/// Begins with checks again: as at the start one failure takes the server down.
void server_states::leave_maintenance(server& x) {
  if (!x.in_maintenance())
    return;
  auto was_up = x.owner->up();
  mark(x, up_state(x));
  x.admin_state &= ~admin::maintenance;
  if (x.check.enabled)
    x.check.health = x.check.rise;
  changed(x, was_up);
  start_ramp(x);
  say_alone(x,
            fmt::format("is UP/{} (leaving forced maintenance)", x.draining() ? "DRAIN" : "READY"));
  say_if_draining(x);
}

void server_states::enter_drain(server& x) {
  if (x.draining())
    return;
  auto was_up = x.owner->up();
  x.admin_state |= admin::forced_drain;
  auto lost = changed(x, was_up);
  if (x.state != operation::stopped)
    say_online(x, "enters drain state");
  else if (!x.in_maintenance())
    say_left(x, log_level::notice, "enters drain state", 0);
  say_if_lost(*x.owner, lost);
}

void server_states::leave_drain(server& x) {
  if (!x.draining())
    return;
  auto was_up = x.owner->up();
  x.admin_state &= ~admin::forced_drain;
  changed(x, was_up);
  if (x.in_maintenance())
    return;
  say_alone(x, fmt::format("is {} (leaving forced drain)",
                           x.state == operation::stopped ? "DOWN" : "UP"));
}

void server_states::set_weight(server& x, unsigned weight) {
  auto was_up = x.owner->up();
  x.weight = weight;
  say_if_lost(*x.owner, changed(x, was_up));
  say_if_draining(x);
}

void server_states::settle(server& x) {
  changed(x, x.owner->up());
}

void server_states::restore(server& x, operation state, unsigned admin_state,
                            clock::time_point last_change) {
  auto was_up = x.owner->up();
  x.state = state;
  x.admin_state = admin_state;
  changed(x, was_up);
  x.last_change = last_change;
  start_ramp(x);
}

/// Sends away those who wait for a server, with `option redispatch`, and those who are with it,
/// with `on-marked-down shutdown-sessions`. Returns how many have to ask again.
unsigned server_states::end_work(server& x) {
  auto requeued = x.owner->settings->redispatch ? dispatcher::requeue(x) : 0;
  if (x.settings.shutdown_sessions_when_down)
    engine_.sessions.shut([&x](const session& one) { return one.current_server() == &x; }, 'D');
  return requeued;
}

void server_states::shut_backup_sessions(const backend& of) {
  auto uses_backup = [&of](const session& one) {
    const auto* used = one.current_server();
    return used != nullptr && used->owner == &of && used->settings.backup;
  };
  engine_.sessions.shut(uses_backup, 'U');
}

void server_states::start_ramp(server& x) {
  ramps_.try_emplace(&x, engine_, x).first->second.start();
}

} // namespace mw::relay
