// The CLI's actions: see control.hpp.
#include "actors/relay/control.hpp"

#include "actors/config/proxies/server_address.hpp"
#include "actors/relay/balance/balancer.hpp"
#include "actors/relay/engine.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mw::relay {

namespace {

constexpr unsigned heaviest = 256;

tl::unexpected<std::string> refused(std::string_view text) {
  return tl::unexpected(std::string(text));
}

/// Number at the start of a text, and the rest of the text. One that is too large is the largest.
struct numeric_start {
  bool none;
  bool negative;
  uint32_t value;
  std::string_view rest;
};

numeric_start leading_number(std::string_view text) {
  auto negative = text.starts_with('-');
  text.remove_prefix(negative ? 1 : 0);
  auto length = std::min(text.find_first_not_of("0123456789"), text.size());
  constexpr auto largest = std::numeric_limits<uint32_t>::max();
  auto value = net::parse_number<uint32_t>(text.substr(0, length)).value_or(largest);
  return {length == 0, negative, value, text.substr(length)};
}

/// Reads the weight of `set weight`; an error is HAProxy's text.
tl::expected<unsigned, std::string> weight_from(std::string_view text, unsigned configured) {
  if (text.empty())
    return refused("Require <weight> or <weight%>.\n");
  auto number = leading_number(text);
  auto relative = number.rest == "%";
  if (number.none)
    return refused("Empty weight string empty or preceded by garbage");
  if (!relative && !number.rest.empty())
    return refused("Trailing garbage in weight string");
  if (relative && number.negative)
    return refused("Relative weight must be positive.\n");
  auto weight = relative ? uint64_t{configured} * number.value / 100 : uint64_t{number.value};
  if (number.negative || (!relative && weight > heaviest))
    return refused("Absolute weight can only be between 0 and 256 inclusive.\n");
  return static_cast<unsigned>(std::min<uint64_t>(weight, heaviest));
}

/// Keeps a server's maintenance and drain, unless the configuration says something new of
/// `disabled`: that wins, as with HAProxy.
unsigned kept_admin_state(unsigned now, unsigned before) {
  auto disabled = now & admin::configured_maintenance;
  auto was_disabled = before & admin::configured_maintenance;
  if (disabled > was_disabled)
    return now;
  auto kept = before & (admin::maintenance | admin::forced_drain);
  return disabled | (was_disabled > disabled ? kept & ~admin::maintenance : kept);
}

} // namespace

void control::set_state(server& x, wanted_state wanted) {
  auto& states = engine_.servers;
  if (wanted == wanted_state::maintenance)
    return states.enter_maintenance(x);
  if (wanted == wanted_state::drain) {
    states.enter_drain(x);
    return states.leave_maintenance(x);
  }
  states.leave_drain(x);
  states.leave_maintenance(x);
}

/// Sets the health from which later checks go on.
void control::set_health(server& x, wanted_health wanted) {
  constexpr std::string_view reason = ", changed from CLI";
  if (wanted == wanted_health::down) {
    x.check.health = 0;
    return engine_.servers.set_down(x, reason);
  }
  if (wanted == wanted_health::stopping) {
    x.check.health = x.check.best();
    return engine_.servers.set_stopping(x, reason);
  }
  x.check.health = x.check.best();
  engine_.servers.set_up(x, reason);
}

control::result control::set_weight(server& x, std::string_view text) {
  auto weight = weight_from(text, x.settings.weight);
  if (!weight)
    return refused(weight.error());
  if (!takes_weights(*x.owner) && *weight != 0 && *weight != x.settings.weight)
    return refused("Backend is using a static LB algorithm and only accepts weights '0%' and "
                   "'100%'.\n");
  engine_.servers.set_weight(x, *weight);
  return {};
}

void control::set_address(server& x, const server_place& place) {
  x.address = place.address;
  x.keeps_client_port = place.keeps_client_port;
  x.port_offset = place.port_offset;
}

void control::set_check_target(server& x, const net::socket_address& address, uint16_t port) {
  x.check_address = address;
  x.check_port = port;
}

void control::set_maxconn(server& x, unsigned maxconn) {
  x.maxconn = maxconn;
  engine_.dispatch.serve(x);
}

control::result control::enable_checks(server& x, bool on) {
  if (!x.check.configured)
    return refused("Health checks are not configured on this server.\n");
  x.check.enabled = on;
  return {};
}

/// Keeps what the operator has said, and the health that the checks have found out.
void control::restore(server& x, const server_record& from) {
  if (from.initial_weight == x.settings.weight)
    x.weight = from.weight;
  if (from.address)
    x.address = *from.address;
  else if (from.port)
    x.address = with_port(x.address, *from.port);
  auto admin_state = kept_admin_state(x.admin_state, from.admin_state);
  auto maintained = (admin_state & admin::maintenance) != 0;
  auto state = maintained ? operation::stopped : from.state;
  if (!maintained && !x.check.configured)
    state = operation::running;
  else if (!maintained && from.status != check_status::unknown) {
    x.check.status = from.status;
    x.check.verdict = from.verdict;
    x.check.health = std::min(from.health, x.check.best());
  }
  if (!x.check.configured)
    x.check.health = maintained ? 0 : x.check.rise;
  engine_.servers.restore(x, state, admin_state, engine_.time.now() - from.since_last_change);
}

void control::clear_counters(bool all) {
  auto clear = [all](counters& x) { all ? x.clear_all() : x.clear_maxima(); };
  for (const auto& one : engine_.state().all) {
    if (one->front) {
      clear(*one->front->counts);
      for (auto& from : one->front->listeners)
        clear(*from.counts);
    }
    if (one->back) {
      clear(*one->back->counts);
      for (const auto& x : one->back->servers)
        clear(*x->counts);
    }
  }
  if (all)
    forget_checks();
}

void control::forget_checks() {
  for (const auto& one : engine_.state().all)
    if (one->back) {
      one->back->counts->failed_checks = 0;
      for (const auto& x : one->back->servers)
        x->counts->failed_checks = x->counts->downs = 0;
    }
}

} // namespace mw::relay
