// A router, what is for several workers or about them: see router.hpp.
#include "actors/events/event_watch.hpp"
#include "actors/routing/router.hpp"
#include "messages/cli/commands.hpp"
#include "messages/cli/severity.hpp"
#include "messages/cli/words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <unistd.h>

namespace mw {

namespace {

using outcome = runner_lease::outcome;

runner_lease nobody_there(const target& group) {
  auto old = group.form == target::kind::old;
  return {.result = outcome::not_running,
          .reason = old ? "there is no old worker" : "no worker is ready"};
}

} // namespace

/// Runs a command that does not go to the applet or to workers as it is.
std::optional<runner_lease> router_state::run_special(const target& where, run_command& command,
                                                      const reply_sink_actor& sink) {
  auto is_master = where.form == target::kind::master;
  const auto& entry =
      is_master ? command_for_master(command.text) : command_for_worker(command.text);
  if (command.two_way || entry.place != command_place::router)
    return std::nullopt;
  auto typed = split_words(command.text);
  if (!typed)
    return std::nullopt;
  if (entry.words == "merge")
    return merge(where, *typed, command, sink);
  if (command.level < entry.level || !sources_.events)
    return std::nullopt;
  if (entry.words == "show metrics")
    return show_metrics(*typed, command, sink);
  return show_events(*typed, command, sink);
}

runner_lease router_state::merge(const target& where, const words& typed, run_command& command,
                                 const reply_sink_actor& sink) {
  auto order = parse_merge(typed);
  if (order && command.payload.value.empty())
    return merge(where, *order, command, sink);
  return refuse(command, order ? "'merge' takes no payload\n" : order.error(), sink);
}

runner_lease router_state::refuse(const run_command& command, std::string text,
                                  const reply_sink_actor& sink) {
  auto shown = with_severity(command.modes.severity, cli_severity::error, std::move(text));
  self_->send(sink,
              reply_end{.id = command.id, .last = shown + "\n", .status = end_status::failed});
  return {.process = {0, 0, ::getpid()}, .runner = applet_};
}

runner_lease router_state::run_on_all(const target& group, run_command& command,
                                      const reply_sink_actor& sink) {
  if (auto found = targets_.find(group); found.result != outcome::found)
    return {.result = found.result, .reason = std::move(found.reason)};
  auto branches = branches_of(group);
  if (branches.empty())
    return nobody_there(group);
  return start(runtime::spawn_on<fan_out_state>(self_->unit(), std::move(branches)), command, sink);
}

runner_lease router_state::merge(const target& where, const merge_order& order,
                                 run_command& command, const reply_sink_actor& sink) {
  auto found = targets_.find(where);
  if (found.result != outcome::found)
    return {.result = found.result, .reason = std::move(found.reason)};
  auto exact = where; // a pid may come back
  if (where.form == target::kind::pid)
    exact.serial = found.process.serial;
  auto branches = branches_of(exact, count_commands(order));
  if (branches.empty())
    return nobody_there(where);
  return start(runtime::spawn_on<merge_run_state>(self_->unit(), order, exact, std::move(branches),
                                                  sources_),
               command, sink);
}

runner_lease router_state::sample(const target& where, const take_samples& order,
                                  const reply_sink_actor& sink) {
  auto command = run_command{.id = order.id, .level = access_level::admin};
  auto both =
      merge_order{.reports = {report::info, report::stat}, .shape = merge_order::form::nothing};
  return merge(where, both, command, sink);
}

runner_lease router_state::show_metrics(const words& typed, run_command& command,
                                        const reply_sink_actor& sink) {
  if (typed.size() > 2)
    return refuse(command, "Usage: show metrics\n", sink);
  auto order =
      merge_order{.reports = {report::info, report::stat}, .shape = merge_order::form::metrics};
  auto all = target{target::kind::all};
  return start(runtime::spawn_on<merge_run_state>(
                   self_->unit(), order, all, branches_of(all, count_commands(order)), sources_),
               command, sink);
}

runner_lease router_state::show_events(const words& typed, run_command& command,
                                       const reply_sink_actor& sink) {
  auto order = parse_events_order(std::span{typed}.subspan(2));
  if (!order)
    return refuse(command, order.error(), sink);
  auto watch = runtime::spawn_on<event_watch_state>(self_->unit(), *order, sources_.events);
  auto lease = start(watch, command, sink);
  if (order->waits)
    lease.input = watch;
  return lease;
}

runner_lease router_state::start(const command_runner_actor& runner, run_command& command,
                                 const reply_sink_actor& sink) {
  self_->send(runner, std::move(command), sink);
  return {.process = {0, 0, ::getpid()}, .runner = runner};
}

/// Empty: nobody is there. `commands`: each worker gets so many, one after the other.
std::vector<fan_out_branch> router_state::branches_of(const target& where, size_t commands) {
  auto branches = std::vector<fan_out_branch>{};
  for (auto& member : targets_.find_all(where)) {
    auto& one = branches.emplace_back(fan_out_branch{
        .process = member.process, .is_old = member.is_old, .reason = std::move(member.reason)});
    if (!one.reason.empty())
      continue;
    one.runner = links_.take(member.process);
    for (auto left = commands - 1; left > 0; --left)
      one.further.emplace_back(links_.take(member.process));
  }
  return branches;
}

} // namespace mw
