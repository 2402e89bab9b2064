// Numbers in Prometheus' text format: see metrics_text.hpp.
#include "messages/numbers/metrics_text.hpp"

#include "messages/numbers/metric_family.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace mw {

namespace {

using kind = lifecycle_event::kind;

std::string row_labels(const row_key& key) {
  if (key.kind == 0)
    return {};
  constexpr auto types = std::array{std::pair{'F', "frontend"}, std::pair{'B', "backend"},
                                    std::pair{'S', "server"}, std::pair{'L', "listener"}};
  const auto* type = std::find_if(types.begin(), types.end(),
                                  [&](const auto& one) { return one.first == key.kind; });
  return labels({{"proxy", key.proxy}, {"server", key.server}, {"type", type->second}});
}

std::string scaled(const std::string& value, double factor) {
  return factor == 1 ? value : fmt::format("{:g}", std::strtod(value.c_str(), nullptr) * factor);
}

void add_row(metric_families& families, report what, const typed_row& row) {
  auto where = row_labels(row.key);
  for (const auto& field : row.fields) {
    auto metric = metric_name_of(what, row.key.kind, field);
    if (metric.name.empty())
      continue;
    auto is_counter = rule_of(what, row.key.kind, field) == merge_rule::counter;
    families.add({metric.name, is_counter,
                  fmt::format("The workers' {} of show {}.", field.name,
                              what == report::info ? "info" : "stat")},
                 where, scaled(field.value, metric.factor));
  }
}

/// Counts the workers of every state, also those with 0: a line that vanishes looks like a lost
/// target.
void add_worker_states(metric_families& families, const process_table& processes) {
  constexpr auto states =
      std::array{worker_state::starting, worker_state::ready,   worker_state::suspect,
                 worker_state::stopping, worker_state::waiting, worker_state::over};
  for (auto state : states) {
    auto count = size_t{0};
    for (const auto* group : {&processes.workers, &processes.new_workers, &processes.old_workers})
      count += static_cast<size_t>(
          std::count_if(group->begin(), group->end(),
                        [&](const process_info& one) { return one.state == state; }));
    families.add({"mw_workers", false, "Worker processes by state."},
                 labels({{"state", to_string(state)}}), std::to_string(count));
  }
}

/// A program that waits for its next start, or has none, is down.
void add_programs(metric_families& families, const process_table& processes) {
  for (const auto& one : processes.programs) {
    auto name = labels({{"program", one.name}});
    families.add({"mw_program_up", false, "Whether a program of the configuration runs."}, name,
                 one.key.pid == 0 ? "0" : "1");
    families.add({"mw_program_restarts_total", true, "Starts of a program after its first one."},
                 name, std::to_string(one.restarts));
  }
}

} // namespace

std::string master_metrics(const process_table& processes, const event_history& events) {
  auto families = metric_families{};
  auto opened = events.count(kind::session_opened);
  auto sessions = opened - std::min(opened, events.count(kind::session_closed));
  families.add({"mw_master_info", false, "The master's version."},
               labels({{"version", processes.master.version}}), "1");
  families.add({"mw_master_uptime_seconds", false, "Time since the master was started."}, {},
               std::to_string(processes.master.uptime));
  add_worker_states(families, processes);
  add_programs(families, processes);
  for (auto [result, what] : {std::pair{"ok", kind::reload_done}, {"failed", kind::reload_failed}})
    families.add({"mw_reloads_total", true, "Reloads by result."}, labels({{"result", result}}),
                 std::to_string(events.count(what)));
  families.add({"mw_worker_starts_total", true, "Worker processes that were started."}, {},
               std::to_string(events.count(kind::worker_started)));
  families.add({"mw_worker_restarts_total", true, "Workers that ended and were started again."}, {},
               std::to_string(events.count(kind::worker_restart)));
  families.add({"mw_cli_sessions", false, "Open sessions of the master CLI."}, {},
               std::to_string(sessions));
  families.add({"mw_cli_sessions_opened_total", true, "Sessions of the master CLI."}, {},
               std::to_string(opened));
  families.add({"mw_cli_commands_total", true, "Commands of the master CLI."}, {},
               std::to_string(events.commands));
  return families.text();
}

std::string worker_metrics(std::span<const merged_report> merged) {
  auto families = metric_families{};
  for (const auto& one : merged)
    for (const auto& row : one.table.rows)
      add_row(families, one.what, row);
  return families.text();
}

std::string answer_metrics(size_t asked, size_t answered) {
  auto families = metric_families{};
  families.add({"mw_workers_asked", false, "Workers that were asked for these numbers."}, {},
               std::to_string(asked));
  families.add({"mw_workers_answered", false, "Those of them whose numbers are in here."}, {},
               std::to_string(answered));
  return families.text();
}

} // namespace mw
