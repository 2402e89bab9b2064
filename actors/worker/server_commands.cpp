// Commands that change servers.
#include "actors/config/server_address.hpp"
#include "actors/worker/balanced.hpp"
#include "actors/worker/command.hpp"
#include "actors/worker/server_move.hpp"
#include "net/number.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mw::worker {

namespace {

using relay::server;
using relay::wanted_health;
using relay::wanted_state;

/// Behind `set server <b>/<s> <what>`: the next words.
using values_view = std::span<const std::string>;

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

void change_weight(const call& c, server& x, values_view values) {
  if (values.empty() || values[0].empty())
    say(c, cli_severity::error, "Require <weight> or <weight%>.\n");
  else
    tell(c, balancer_actions(c)->set_weight(x, values[0]));
}

void change_address(const call& c, server& x, values_view values) {
  if (values.empty() || values[0].empty())
    return say(c, cli_severity::error,
               "set server <b>/<s> addr requires an address and optionally a port.\n");
  auto move = plan_move(x.address, values);
  if (move.changed)
    balancer_actions(c)->set_address(x, move.to);
  say(c, cli_severity::info, move.text);
}

/// There are no agents and no resolvers here: HAProxy says the same of servers that have none.
void change_agent(const call& c, server&, values_view) {
  say(c, cli_severity::error, "agent checks are not enabled on this server.\n");
}

void change_name(const call& c, server&, values_view) {
  say(c, cli_severity::error,
      "set server <b>/<s> fqdn failed because no resolution is configured.\n");
}

struct server_change {
  std::string_view what;
  void (*run)(const call&, server&, values_view);
};

constexpr std::array server_changes{
    server_change{"addr", change_address}, server_change{"agent", change_agent},
    server_change{"fqdn", change_name},    server_change{"health", change_health},
    server_change{"state", change_state},  server_change{"weight", change_weight},
};

void set_server(const call& c) {
  auto* server = named_server(c);
  if (server == nullptr)
    return;
  const auto& what = first_or_empty(values_view{c.arguments}.subspan(1));
  const auto* change = std::find_if(server_changes.begin(), server_changes.end(),
                                    [&](const auto& known) { return known.what == what; });
  if (change == server_changes.end())
    say(c, cli_severity::error,
        "usage: set server <backend>/<server> addr | agent | fqdn | health | state | weight\n");
  else
    change->run(c, *server, values_view{c.arguments}.subspan(2));
}

void set_weight(const call& c) {
  if (auto* server = named_server(c))
    change_weight(c, *server, values_view{c.arguments}.subspan(1));
}

void get_weight(const call& c) {
  if (const auto* server = named_server(c))
    c.out += fmt::format("{} (initial {})\n", server->weight, server->settings.weight);
}

void set_maxconn_of_server(const call& c) {
  auto* server = named_server(c);
  if (server == nullptr)
    return;
  if (c.arguments.size() < 2 || c.arguments[1].empty())
    return say(c, cli_severity::error, "Require <maxconn>.\n");
  if (auto count = net::parse_number(c.arguments[1]))
    balancer_actions(c)->set_maxconn(*server, *count);
  else
    say(c, cli_severity::error, "maxconn string empty or preceded by garbage");
}

template <wanted_state Wanted>
void switch_server(const call& c) {
  if (auto* server = named_server(c))
    balancer_actions(c)->set_state(*server, Wanted);
}

template <bool On>
void switch_checks(const call& c) {
  auto* server = named_server(c);
  if (server == nullptr)
    return;
  if (server->check.configured)
    tell(c, balancer_actions(c)->enable_checks(*server, On));
  else if (On)
    say(c, cli_severity::error, "Health check was not configured on this server, cannot enable.\n");
}

void shutdown_sessions(const call& c) {
  if (auto* server = named_server(c))
    balancer_actions(c)->shutdown_sessions(*server);
}

constexpr auto admin = access_level::admin;

constexpr std::array changes_of_servers{
    command{{"disable health", "disable health", "disable health checks", admin},
            switch_checks<false>},
    command{{"disable server", "disable server (DEPRECATED)",
             "disable a server for maintenance (use 'set server' instead)", admin},
            switch_server<wanted_state::maintenance>},
    command{{"enable health", "enable health", "enable health checks", admin}, switch_checks<true>},
    command{{"enable server", "enable server  (DEPRECATED)",
             "enable a disabled server (use 'set server' instead)", admin},
            switch_server<wanted_state::ready>},
    command{{"get weight", "get weight <bk>/<srv>", "report a server's current weight"},
            get_weight},
    command{{"set maxconn server", "set maxconn server <bk>/<srv>",
             "change a server's maxconn setting", admin},
            set_maxconn_of_server},
    command{{"set server", "set server <bk>/<srv> [opts]",
             "change a server's state, weight or address", admin},
            set_server},
    command{{"set weight", "set weight <bk>/<srv>  (DEPRECATED)",
             "change a server's weight (use 'set server' instead)", admin},
            set_weight},
    command{{"shutdown sessions server", "shutdown sessions server <bk>/<srv>",
             "kill sessions on a server", admin},
            shutdown_sessions},
};

} // namespace

std::span<const command> server_commands() {
  return changes_of_servers;
}

} // namespace mw::worker
