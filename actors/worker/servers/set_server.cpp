// `set server <b>/<s> <what> <values>`: see set_server.hpp.
#include "actors/worker/servers/set_server.hpp"

#include "actors/common/find_named.hpp"
#include "actors/worker/base/named_objects.hpp"
#include "actors/worker/servers/server_move.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace mw::worker {

namespace {

using relay::server;
using relay::wanted_health;
using relay::wanted_state;

const std::string& first_or_empty(values_view values) {
  static const std::string none;
  return values.empty() ? none : values[0];
}

template <class Value>
struct named_value {
  std::string_view name;
  Value value;
};

template <class Value>
named_value(const char*, Value) -> named_value<Value>;

constexpr std::array wanted_states{named_value{"ready", wanted_state::ready},
                                   named_value{"drain", wanted_state::drain},
                                   named_value{"maint", wanted_state::maintenance}};
constexpr std::array wanted_healths{named_value{"up", wanted_health::up},
                                    named_value{"stopping", wanted_health::stopping},
                                    named_value{"down", wanted_health::down}};

template <class Value, size_t Size>
const Value* find_value(const std::array<named_value<Value>, Size>& all, const std::string& name) {
  for (const auto& known : all)
    if (known.name == name)
      return &known.value;
  return nullptr;
}

void change_state(const call& c, server& x, values_view values) {
  if (const auto* wanted = find_value(wanted_states, first_or_empty(values)))
    balancer_actions(c)->set_state(x, *wanted);
  else
    say(c, cli_severity::error, "'set server <srv> state' expects 'ready', 'drain' and 'maint'.\n");
}

void change_health(const call& c, server& x, values_view values) {
  if (const auto* wanted = find_value(wanted_healths, first_or_empty(values)))
    balancer_actions(c)->set_health(x, *wanted);
  else
    say(c, cli_severity::error, "'set server <srv> health' expects 'up', 'stopping', or 'down'.\n");
}

void change_address(const call& c, server& x, values_view values) {
  if (values.empty() || values[0].empty())
    return say(c, cli_severity::error,
               "set server <b>/<s> addr requires an address and optionally a port.\n");
  auto move = plan_move({x.address, x.keeps_client_port, x.port_offset}, x.check_port, values);
  if (move.changed)
    balancer_actions(c)->set_address(x, move.to);
  say(c, cli_severity::info, move.text);
}

/// Where the checks go: `values` is what stands behind `check-addr` or `check-port`.
void move_checks(const call& c, server& x, std::optional<std::string> address,
                 std::optional<std::string> port) {
  if (!x.check.enabled)
    return say(c, cli_severity::error, "health checks are not enabled on this server");
  auto move = plan_check_move({x.check_address, x.check_port}, address, port, x.keeps_client_port);
  if (move)
    balancer_actions(c)->set_check_target(x, move->address, move->port);
  else
    say(c, cli_severity::error, move.error());
}

void change_check_address(const call& c, server& x, values_view values) {
  if (first_or_empty(values).empty())
    return say(c, cli_severity::error,
               "set server <b>/<s> check-addr requires an address and optionally a port.\n");
  auto has_port = values.size() > 1 && values[1] == "port";
  auto port = has_port ? std::optional(first_or_empty(values.subspan(2))) : std::nullopt;
  move_checks(c, x, values[0], port);
}

void change_check_port(const call& c, server& x, values_view values) {
  if (first_or_empty(values).empty())
    return say(c, cli_severity::error, "set server <b>/<s> check-port requires a port.\n");
  move_checks(c, x, std::nullopt, values[0]);
}

/// There are no agents, resolvers and no TLS here: HAProxy says the same of servers that have none.
void change_agent(const call& c, server&, values_view) {
  say(c, cli_severity::error, "agent checks are not enabled on this server.\n");
}

void change_agent_address(const call& c, server&, values_view values) {
  say(c, cli_severity::error,
      first_or_empty(values).empty()
          ? "set server <b>/<s> agent-addr requires an address and optionally a port.\n"
          : "agent checks are not enabled on this server");
}

void change_agent_port(const call& c, server&, values_view values) {
  say(c, cli_severity::error,
      first_or_empty(values).empty() ? "set server <b>/<s> agent-port requires a port.\n"
                                     : "agent checks are not enabled on this server");
}

void change_name(const call& c, server&, values_view values) {
  say(c, cli_severity::error,
      first_or_empty(values).empty()
          ? "set server <b>/<s> fqdn requires a FQDN.\n"
          : "set server <b>/<s> fqdn failed because no resolution is configured.\n");
}

void change_tls(const call& c, server&, values_view) {
  say(c, cli_severity::error,
      "'set server <srv> ssl' cannot be set.  default-server should define ssl settings\n");
}

struct server_change {
  std::string_view name;
  void (*run)(const call&, server&, values_view);
};

constexpr std::array server_changes{
    server_change{"addr", change_address},
    server_change{"agent", change_agent},
    server_change{"agent-addr", change_agent_address},
    server_change{"agent-port", change_agent_port},
    server_change{"agent-send", change_agent},
    server_change{"check-addr", change_check_address},
    server_change{"check-port", change_check_port},
    server_change{"fqdn", change_name},
    server_change{"health", change_health},
    server_change{"ssl", change_tls},
    server_change{"state", change_state},
    server_change{"weight", change_weight},
};

constexpr std::string_view usage =
    "usage: set server <backend>/<server> addr | agent | agent-addr | agent-port | agent-send | "
    "check-addr | check-port | fqdn | health | ssl | state | weight\n";

} // namespace

void set_server(const call& c) {
  auto* server = named_server(c);
  if (server == nullptr)
    return;
  const auto* change = find_named(server_changes, first_or_empty(c.arguments.subspan(1)));
  if (change == nullptr)
    say(c, cli_severity::error, std::string(usage));
  else
    change->run(c, *server, c.arguments.subspan(2));
}

void change_weight(const call& c, server& x, values_view values) {
  if (first_or_empty(values).empty())
    say(c, cli_severity::error, "Require <weight> or <weight%>.\n");
  else
    tell(c, balancer_actions(c)->set_weight(x, values[0]));
}

} // namespace mw::worker
