// Fills rows of `show stat`, and chooses them: see stat_rows.hpp.
#include "actors/worker/stat/stat_columns.hpp"
#include "actors/worker/stat/stat_rows.hpp"

#include <algorithm>
#include <limits>

namespace mw::worker {

namespace {

bool wants(const stat_filter& filter, unsigned bit) {
  return (filter.kinds & bit) != 0;
}

bool wants_id(const stat_filter& filter, unsigned id) {
  return !filter.id || *filter.id == id;
}

bool wants_server(const stat_filter& filter, const relay::server& x) {
  if (!wants_id(filter, x.settings.id))
    return false;
  if (filter.up)
    return x.running();
  return !filter.no_maintenance || !x.in_maintenance();
}

/// HAProxy says how many servers are up where it leaves some out.
void count_servers(const relay::backend& x, stat_row& row) {
  auto up = std::count_if(x.servers.begin(), x.servers.end(),
                          [](const auto& server) { return server->running(); });
  auto& status = std::get<std::string>(row.values[column("status")]);
  status += " (" + std::to_string(up) + '/' + std::to_string(x.servers.size()) + ')';
}

void add_front(const relay::frontend& x, const stat_filter& filter, const stat_moment& at,
               std::vector<stat_row>& rows) {
  if (wants(filter, 1))
    rows.push_back(frontend_row(x, at));
  if (!x.settings->socket_stats || !wants(filter, 8))
    return;
  for (const auto& listener : x.listeners)
    if (wants_id(filter, listener.id))
      rows.push_back(listener_row(listener, at));
}

void add_back(const relay::backend& x, const stat_filter& filter, const stat_moment& at,
              std::vector<stat_row>& rows) {
  if (wants(filter, 4))
    for (const auto& server : x.servers)
      if (wants_server(filter, *server))
        rows.push_back(server_row(*server, at));
  if (!wants(filter, 2))
    return;
  rows.push_back(backend_row(x, at));
  if (filter.no_maintenance || filter.up)
    count_servers(x, rows.back());
}

} // namespace

stat_filler::stat_filler(stat_kind kind, unsigned proxy, unsigned id, const stat_moment& at) {
  row_.kind = kind;
  row_.proxy = proxy;
  row_.id = id;
  number(column("pid"), at.process);
  number(column("iid"), proxy);
  number(column("sid"), id);
  number(column("type"), static_cast<unsigned>(kind));
  text(column("mode"), "tcp");
}

void stat_filler::number(size_t column, uint64_t value) {
  constexpr auto highest = uint64_t{std::numeric_limits<uint32_t>::max()};
  row_.values[column] = static_cast<uint32_t>(std::min(value, highest));
}

void stat_filler::traffic(const relay::counters& counts) {
  number(column("scur"), counts.sessions.current);
  number(column("smax"), counts.sessions.highest);
  row_.counts = &counts;
  counters(counted_columns_of(row_.kind).always);
}

void stat_filler::checks() {
  counters(counted_columns_of(row_.kind).checked);
}

void stat_filler::counters(std::span<const counted_column> columns) {
  for (const auto& each : columns)
    total(each.column, row_.counts->*each.field);
}

void stat_filler::zeros(std::span<const size_t> totals, std::span<const size_t> numbers) {
  for (auto each : totals)
    total(each, 0);
  for (auto each : numbers)
    number(each, 0);
}

std::vector<stat_row> stat_rows(const relay::proxies& all, const stat_filter& filter,
                                const stat_moment& at) {
  auto rows = std::vector<stat_row>{};
  for (const auto& proxy : all.all) {
    // HAProxy leaves out what is disabled in the configuration.
    if (proxy->settings.disabled || (filter.proxy && *filter.proxy != proxy->settings.id))
      continue;
    if (proxy->front)
      add_front(*proxy->front, filter, at, rows);
    if (proxy->back)
      add_back(*proxy->back, filter, at, rows);
  }
  return rows;
}

} // namespace mw::worker
