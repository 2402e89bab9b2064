// A router, what is for several workers or about them: see router.hpp.
#include "actors/events/event_watch.hpp"
#include "actors/routing/router.hpp"
#include "messages/cli/severity.hpp"
#include "messages/cli/words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <unistd.h>

namespace mw {

namespace {

using outcome = runner_lease::outcome;

bool begins_with_show(const std::vector<std::string>& words, std::string_view what) {
  return words.size() >= 2 && words[0] == "show" && words[1] == what;
}

/// Most commands are not, and need not be split into words here.
bool may_be_special(bool for_master, std::string_view text) {
  return for_master ? may_be_for_router(text) : may_be_merge(text);
}

runner_lease nobody_there(const target& group) {
  auto old = group.form == target::kind::old;
  return {.result = outcome::not_running,
          .reason = old ? "there is no old worker" : "no worker is ready"};
}

} // namespace

/// A group is whoever is in it when a command comes; a list of numbers must have one that there is.
runner_lease router_state::find_several(const target& group) const {
  auto exists = [this](int64_t number) { return number <= service_.workers; };
  const auto& numbers = group.numbers;
  if (group.form == target::kind::list && std::none_of(numbers.begin(), numbers.end(), exists))
    return {.result = outcome::no_such_target};
  return {};
}

/// What does not go to the applet or to workers as it is.
std::optional<runner_lease> router_state::run_special(const target& where, run_command& command,
                                                      const reply_sink_actor& sink) {
  auto is_master = where.form == target::kind::master;
  if (command.two_way || !may_be_special(is_master, command.text))
    return std::nullopt;
  auto words = split_words(command.text);
  if (!words)
    return std::nullopt;
  if (!is_master && is_merge(*words)) {
    auto order = parse_merge(*words);
    if (order && command.payload.value.empty())
      return merge(where, *order, command, sink);
    return refuse(command, order ? "'merge' takes no payload\n" : order.error(), sink);
  }
  if (!is_master || command.level < access_level::oper || !sources_.events)
    return std::nullopt;
  if (begins_with_show(*words, "metrics"))
    return show_metrics(*words, command, sink);
  if (begins_with_show(*words, "events"))
    return show_events(*words, command, sink);
  return std::nullopt;
}

runner_lease router_state::refuse(const run_command& command, std::string text,
                                  const reply_sink_actor& sink) {
  auto shown = with_severity(command.modes.severity, cli_severity::error, std::move(text));
  self_->send(sink, reply_end{.id = command.id, .last = shown + "\n"});
  return {.process = {0, 0, ::getpid()}, .runner = applet_};
}

runner_lease router_state::run_on_all(const target& group, run_command& command,
                                      const reply_sink_actor& sink) {
  if (auto found = find_several(group); found.result != outcome::found)
    return found;
  auto branches = branches_of(group);
  if (branches.empty())
    return nobody_there(group);
  return start(runtime::spawn_on<fan_out_state>(self_->unit(), std::move(branches)), command, sink);
}

runner_lease router_state::merge(const target& where, const merge_order& order,
                                 run_command& command, const reply_sink_actor& sink) {
  auto found = find(where);
  if (found.result != outcome::found)
    return found;
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

runner_lease router_state::show_metrics(const std::vector<std::string>& words, run_command& command,
                                        const reply_sink_actor& sink) {
  if (words.size() > 2)
    return refuse(command, "Usage: show metrics\n", sink);
  auto order =
      merge_order{.reports = {report::info, report::stat}, .shape = merge_order::form::metrics};
  auto all = target{target::kind::all};
  return start(runtime::spawn_on<merge_run_state>(
                   self_->unit(), order, all, branches_of(all, count_commands(order)), sources_),
               command, sink);
}

runner_lease router_state::show_events(const std::vector<std::string>& words, run_command& command,
                                       const reply_sink_actor& sink) {
  auto order = parse_events_order(std::span{words}.subspan(2));
  if (!order)
    return refuse(command, order.error(), sink);
  auto lease = start(runtime::spawn_on<event_watch_state>(self_->unit(), *order, sources_.events),
                     command, sink);
  lease.ends_on_input = order->waits;
  return lease;
}

runner_lease router_state::start(const command_runner_actor& runner, run_command& command,
                                 const reply_sink_actor& sink) {
  self_->send(runner, std::move(command), sink);
  return {.process = {0, 0, ::getpid()}, .runner = runner};
}

/// Those that are there, then those that are missing, in the order of their numbers. Empty: nobody
/// is there.
std::vector<fan_out_branch> router_state::branches_of(const target& where, size_t commands) {
  auto branches = std::vector<fan_out_branch>{};
  for (const auto& process : routes_.find_all(where)) {
    auto& one = branches.emplace_back(
        fan_out_branch{process, routes_.is_leaving(process), link_to(process)});
    for (auto left = commands - 1; left > 0; --left)
      one.further.emplace_back(link_to(process));
  }
  if (!branches.empty() || where.form == target::kind::list)
    add_missing(where, branches);
  std::stable_sort(
      branches.begin(), branches.end(), [](const fan_out_branch& a, const fan_out_branch& b) {
        return std::pair{a.is_old, a.process.relative} < std::pair{b.is_old, b.process.relative};
      });
  return branches;
}

/// Current workers that are expected and not there.
void router_state::add_missing(const target& where, std::vector<fan_out_branch>& branches) const {
  auto wanted = where.numbers;
  if (where.form == target::kind::current || where.form == target::kind::all)
    for (int64_t number = 1; number <= service_.workers; ++number)
      wanted.push_back(number);
  for (auto number : wanted) {
    auto is_there = [&](const fan_out_branch& one) {
      return !one.is_old && one.process.relative == number;
    };
    if (std::none_of(branches.begin(), branches.end(), is_there))
      branches.push_back(
          {.process = {.relative = static_cast<int32_t>(number)}, .reason = why_missing(number)});
  }
}

std::string router_state::why_missing(int64_t number) const {
  auto found = find({target::kind::relative, number});
  if (found.result == outcome::no_such_target)
    return fmt::format("there is no worker {}", number);
  return found.reason;
}

} // namespace mw
