// Commands that change frontends, end sessions, and set limits of the process.
#include "actors/worker/base/command.hpp"
#include "actors/worker/base/named_objects.hpp"
#include "actors/worker/base/session_id.hpp"
#include "net/base/number.hpp"

namespace mw::worker {

namespace {

using frontend_action = relay::control::result (relay::control::*)(relay::frontend&);

template <frontend_action Action>
void change_frontend(const call& c) {
  if (auto* frontend = named_frontend(c))
    tell(c, (balancer_actions(c)->*Action)(*frontend));
}

void set_maxconn_of_frontend(const call& c) {
  auto* frontend = named_frontend(c);
  if (frontend == nullptr)
    return;
  auto count = c.arguments.size() > 1 ? net::parse_number(c.arguments[1]) : std::nullopt;
  if (!count && c.arguments.size() > 1 && c.arguments[1].starts_with('-'))
    return say(c, cli_severity::error, "Value out of range.\n");
  if (!count)
    return say(c, cli_severity::error, "Integer value expected.\n");
  balancer_actions(c)->set_maxconn(*frontend, *count);
}

void set_maxconn_of_process(const call& c) {
  auto count = c.arguments.empty() ? std::nullopt : net::parse_number(c.arguments[0]);
  if (!count)
    return say(c, cli_severity::error, "Expects an integer value.\n");
  auto* actions = balancer_actions(c);
  if (actions != nullptr && !actions->set_process_maxconn(*count))
    say(c, cli_severity::error, "Value out of range.\n");
}

void shutdown_session(const call& c) {
  auto id = c.arguments.empty() ? std::nullopt : parse_session_id(c.arguments[0]);
  if (!id)
    return say(c, cli_severity::error, "Session pointer expected (use 'show sess').\n");
  auto* actions = balancer_actions(c);
  if (actions == nullptr || !actions->shutdown_session(*id))
    say(c, cli_severity::error, "No such session (use 'show sess').\n");
}

void clear_counters(const call& c) {
  auto all = !c.arguments.empty() && c.arguments[0] == "all";
  if (all && c.state.level < access_level::admin)
    return say(c, cli_severity::error, "Permission denied\n");
  if (auto* actions = balancer_actions(c))
    actions->clear_counters(all);
}

constexpr auto admin = access_level::admin;

constexpr std::array changes_of_frontends{
    command{{"clear counters", "clear counters [all]",
             "clear max statistics counters (or all counters)", access_level::oper},
            clear_counters},
    command{{"disable frontend", "disable frontend <frontend>",
             "temporarily disable specific frontend", admin},
            change_frontend<&relay::control::disable>},
    command{{"enable frontend", "enable frontend <frontend>", "re-enable specific frontend", admin},
            change_frontend<&relay::control::enable>},
    command{{"set maxconn frontend", "set maxconn frontend <frontend> <value>",
             "change a frontend's maxconn setting", admin},
            set_maxconn_of_frontend},
    command{{"set maxconn global", "set maxconn global <value>",
             "change the per-process maxconn setting", admin},
            set_maxconn_of_process},
    command{
        {"shutdown frontend", "shutdown frontend <frontend>", "stop a specific frontend", admin},
        change_frontend<&relay::control::shutdown>},
    command{{"shutdown session", "shutdown session [id]", "kill a specific session", admin},
            shutdown_session},
};

} // namespace

std::span<const command> frontend_commands() {
  return changes_of_frontends;
}

} // namespace mw::worker
