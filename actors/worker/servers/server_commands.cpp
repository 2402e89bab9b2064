// Commands that change servers.
#include "actors/worker/base/command.hpp"
#include "actors/worker/base/named_objects.hpp"
#include "actors/worker/servers/set_server.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

namespace mw::worker {

namespace {

using relay::wanted_state;

void set_weight(const call& c) {
  if (auto* server = named_server(c))
    change_weight(c, *server, c.arguments.subspan(1));
}

void get_weight(const call& c) {
  if (const auto* server = named_server(c, of_disabled::too))
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
  else if (c.arguments[1].find_first_of("0123456789") == 0)
    say(c, cli_severity::error, "Trailing garbage in maxconn string");
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

/// There are no agents here: HAProxy says the same of servers that have none.
template <bool On>
void switch_agent(const call& c) {
  if (named_server(c) != nullptr && On)
    say(c, cli_severity::error, "Agent was not configured on this server, cannot enable.\n");
}

void shutdown_sessions(const call& c) {
  if (auto* server = named_server(c))
    balancer_actions(c)->shutdown_sessions(*server);
}

constexpr auto admin = access_level::admin;

constexpr std::array changes_of_servers{
    command{{"disable agent", "disable agent", "disable agent checks", admin}, switch_agent<false>},
    command{{"disable health", "disable health", "disable health checks", admin},
            switch_checks<false>},
    command{{"disable server", "disable server (DEPRECATED)",
             "disable a server for maintenance (use 'set server' instead)", admin},
            switch_server<wanted_state::maintenance>},
    command{{"enable agent", "enable agent", "enable agent checks", admin}, switch_agent<true>},
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
