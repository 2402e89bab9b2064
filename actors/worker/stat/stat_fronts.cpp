// Rows of `show stat` for frontends and their listeners: see stat_rows.hpp.
#include "actors/config/proxies/server_address.hpp"
#include "actors/worker/stat/stat_columns.hpp"
#include "actors/worker/stat/stat_rows.hpp"

namespace mw::worker {

namespace {

using relay::frontend_state;

constexpr std::array denied{column("dreq"), column("dcon"), column("dses")};
constexpr std::array requests{column("req_tot")};
constexpr std::array request_rates{column("rate_lim"), column("req_rate"), column("req_rate_max")};

/// By the number of frontend_state.
constexpr std::array<std::string_view, 4> states{"OPEN", "FULL", "STOP", "STOP"};

} // namespace

stat_row frontend_row(const relay::frontend& x, const stat_moment& at) {
  auto row = stat_filler(stat_kind::frontend, x.settings->id, 0, at);
  const auto& counts = *x.counts;
  row.text(column("pxname"), x.settings->name);
  row.text(column("svname"), "FRONTEND");
  row.text(column("status"), std::string(states[static_cast<size_t>(x.state)]));
  row.traffic(counts);
  row.number(column("slim"), x.maxconn);
  row.number(column("rate"), counts.rate.per_second(at.now));
  row.number(column("rate_max"), counts.rate.highest());
  row.number(column("conn_rate"), counts.connections.per_second(at.now));
  row.number(column("conn_rate_max"), counts.connections.highest());
  row.zeros(totals_of_nothing);
  row.zeros(denied);
  row.zeros(totals_of_compression);
  row.zeros(requests, request_rates);
  row.zeros(totals_of_http);
  return row.take();
}

stat_row listener_row(const relay::listener& x, const stat_moment& at) {
  auto row = stat_filler(stat_kind::listener, x.owner->settings->id, x.id, at);
  row.text(column("pxname"), x.owner->settings->name);
  row.text(column("svname"), x.name);
  row.text(column("status"), std::string(states[static_cast<size_t>(x.owner->state)]));
  row.traffic(*x.counts);
  row.number(column("slim"), x.settings->maxconn);
  auto is_unix = x.address.bytes.ss_family == AF_UNIX;
  row.text(column("addr"), is_unix ? "unix" : to_string(x.address));
  row.zeros(totals_of_nothing);
  row.zeros(denied);
  return row.take();
}

} // namespace mw::worker
