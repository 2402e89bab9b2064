// Where what is counted: see counter_catalogue.hpp.
#include "actors/worker/counter_catalogue.hpp"

#include "actors/relay/engine.hpp"
#include "actors/worker/counted_columns.hpp"
#include "actors/worker/info_row.hpp"
#include "actors/worker/stat_columns.hpp"
#include "messages/typed_output.hpp"

namespace mw::worker {

namespace {

/// One row, as it comes to be.
class catalogue_row {
public:
  catalogue_row(stat_kind kind, unsigned proxy, unsigned id, const shared_counters& memory)
      : kind_(kind), memory_(memory) {
    constexpr std::string_view letters = "FBSL"; // by the number of stat_kind
    row_.key.kind = letters[static_cast<size_t>(kind)];
    row_.proxy_id = proxy;
    row_.id = id;
  }

  catalogue_row& names(const std::string& proxy, const std::string& own) {
    field(column("pxname"), "str", proxy);
    field(column("svname"), "str", own);
    return *this;
  }

  catalogue_row& counts(const relay::counters& x, std::span<const counted_column> columns) {
    for (const auto& each : columns)
      field(each.column, "u64", std::to_string(memory_.place_of(x.*each.field)));
    return *this;
  }

  catalogue_row& counts(const relay::counters& x) { return counts(x, counted_columns(kind_)); }

  typed_row take() { return std::move(row_); }

private:
  void field(size_t column, std::string_view type, std::string value) {
    row_.fields.push_back({static_cast<unsigned>(column), std::string(column_at(column).name),
                           std::string(tags_of(kind_, column)), std::string(type),
                           std::move(value)});
  }

  stat_kind kind_;
  const shared_counters& memory_;
  typed_row row_;
};

void add_front(const relay::frontend& x, const shared_counters& memory, typed_table& table) {
  const auto& about = *x.settings;
  table.rows.push_back(catalogue_row(stat_kind::frontend, about.id, 0, memory)
                           .names(about.name, "FRONTEND")
                           .counts(*x.counts)
                           .take());
  if (!about.socket_stats)
    return;
  for (const auto& one : x.listeners)
    table.rows.push_back(catalogue_row(stat_kind::listener, about.id, one.id, memory)
                             .names(about.name, one.name)
                             .counts(*one.counts)
                             .take());
}

void add_back(const relay::backend& x, const shared_counters& memory, typed_table& table) {
  const auto& about = *x.settings;
  for (const auto& one : x.servers) {
    auto row = catalogue_row(stat_kind::server, about.id, one->settings.id, memory);
    row.names(about.name, one->settings.name).counts(*one->counts);
    if (one->check.enabled)
      row.counts(*one->counts, counted_of_checks());
    table.rows.push_back(row.take());
  }
  table.rows.push_back(catalogue_row(stat_kind::backend, about.id, 0, memory)
                           .names(about.name, "BACKEND")
                           .counts(*x.counts)
                           .take());
}

typed_field info_counter(std::string_view name, size_t place) {
  const auto& known = info_row_of(name);
  return {known.position, std::string(name), std::string(known.tags), "u64", std::to_string(place)};
}

} // namespace

std::string info_catalogue(const worker_context& worker, const shared_counters& memory) {
  auto table = typed_table{};
  auto& fields = table.rows.emplace_back().fields;
  auto add = [&](std::string_view name, const uint64_t& counter) {
    fields.push_back(info_counter(name, memory.place_of(counter)));
  };
  const auto& own = *worker.counters.total;
  add("CumConns", own.connections);
  add("CumReq", own.commands);
  add("TotalBytesOut", own.bytes_out);
  if (worker.balancer != nullptr) {
    const auto& relayed = *worker.balancer->state().total;
    add("CumConns", relayed.sessions);
    add("TotalBytesOut", relayed.bytes_out);
    add("TotalSplicdedBytesOut", relayed.spliced_bytes);
    add("DroppedLogs", relayed.dropped_logs);
  }
  return typed_text(report::info, table);
}

std::string stat_catalogue(const relay::proxies& all, const shared_counters& memory) {
  auto table = typed_table{};
  for (const auto& one : all.all) {
    if (one->settings.disabled) // `show stat` leaves it out, too
      continue;
    if (one->front)
      add_front(*one->front, memory, table);
    if (one->back)
      add_back(*one->back, memory, table);
  }
  return typed_text(report::stat, table);
}

} // namespace mw::worker
