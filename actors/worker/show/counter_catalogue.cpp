// Where what is counted: see counter_catalogue.hpp.
#include "actors/worker/show/counter_catalogue.hpp"

#include "actors/relay/engine.hpp"
#include "actors/worker/show/info_row.hpp"
#include "actors/worker/show/show_info.hpp"
#include "actors/worker/stat/counted_columns.hpp"
#include "actors/worker/stat/show_stat.hpp"
#include "actors/worker/stat/stat_columns.hpp"

namespace mw::worker {

namespace {

info_field place_of(std::string_view name, const uint64_t& counter, const shared_counters& memory) {
  const auto& known = info_row_of(name);
  return {known.position, known.name, known.tags, known.description,
          uint64_t{memory.place_of(counter)}};
}

/// Its names and the places of its counters.
stat_row places_of(const stat_row& row, const shared_counters& memory) {
  auto made = stat_row{row.kind, row.proxy, row.id, row.counts, {}};
  for (auto name : {column("pxname"), column("svname")})
    made.values[name] = row.values[name];
  auto columns = counted_columns_of(row.kind);
  for (auto part : {columns.always, columns.checked})
    for (const auto& each : part)
      if (!is_empty(row.values[each.column]))
        made.values[each.column] = uint64_t{memory.place_of(row.counts->*each.field)};
  return made;
}

} // namespace

std::string info_catalogue(const worker_context& worker, const shared_counters& memory) {
  const auto& own = *worker.counters.total;
  auto fields = std::vector{
      place_of("CumConns", own.connections, memory),
      place_of("CumReq", own.commands, memory),
      place_of("TotalBytesOut", own.bytes_out, memory),
  };
  if (worker.balancer != nullptr) {
    const auto& relayed = *worker.balancer->state().total;
    fields.push_back(place_of("CumConns", relayed.sessions, memory));
    fields.push_back(place_of("TotalBytesOut", relayed.bytes_out, memory));
    fields.push_back(place_of("TotalSplicdedBytesOut", relayed.spliced_bytes, memory));
    fields.push_back(place_of("DroppedLogs", relayed.dropped_logs, memory));
  }
  return show_info(fields, worker.about.number, {.shape = info_options::form::typed});
}

std::string stat_catalogue(const relay::proxies& all, const shared_counters& memory) {
  auto rows = stat_rows(all, {}, {.process = 1, .now = relay::clock::now()});
  for (auto& row : rows)
    row = places_of(row, memory);
  return show_stat(rows, stat_form::typed, 1);
}

} // namespace mw::worker
