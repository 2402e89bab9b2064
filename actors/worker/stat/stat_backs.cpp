// Rows of `show stat` for backends and their servers: see stat_rows.hpp.
#include "actors/config/proxies/server_address.hpp"
#include "actors/worker/stat/stat_columns.hpp"
#include "actors/worker/stat/stat_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace mw::worker {

namespace {

using relay::operation;
using std::chrono::duration_cast;
using std::chrono::seconds;

constexpr unsigned sixteenths = 16;

constexpr std::array zero_totals_of_servers{column("reuse")};
constexpr std::array zero_numbers_of_servers{column("rtime"), column("rtime_max"),
                                             column("srv_icur"), column("idle_conn_cur"),
                                             column("safe_conn_cur")};

constexpr std::array zero_totals_of_backends{column("dreq"), column("reuse")};
constexpr std::array zero_numbers_of_backends{
    column("rtime"), column("rtime_max"), column("agg_server_status"),
    column("agg_server_check_status"), column("agg_check_status")};

/// By the number of balance_algorithm.
constexpr std::array<std::string_view, 6> algorithms{"roundrobin", "static-rr", "leastconn",
                                                     "first",      "source",    "random"};

int32_t whole_seconds(relay::clock::duration time) {
  return static_cast<int32_t>(duration_cast<seconds>(time).count());
}

/// -1: there was none.
int32_t age_of_last_session(const relay::counters& counts, const stat_moment& at) {
  if (counts.last_session == relay::clock::time_point{})
    return -1;
  return whole_seconds(at.now - counts.last_session);
}

void fill_counts_of_back(stat_filler& row, const relay::counters& counts, const stat_moment& at) {
  row.number(column("qcur"), counts.queued.current);
  row.number(column("qmax"), counts.queued.highest);
  row.traffic(counts);
  row.number(column("rate"), counts.rate.per_second(at.now));
  row.number(column("rate_max"), counts.rate.highest());
  row.age(column("lastsess"), age_of_last_session(counts, at));
}

struct time_columns {
  size_t average;
  size_t highest;
  relay::sliding_average relay::counters::*field;
};

constexpr std::array times{
    time_columns{column("qtime"), column("qtime_max"), &relay::counters::queue_time},
    time_columns{column("ctime"), column("ctime_max"), &relay::counters::connect_time},
    time_columns{column("ttime"), column("ttime_max"), &relay::counters::total_time},
};

void fill_times(stat_filler& row, const relay::counters& counts) {
  for (const auto& each : times) {
    row.number(each.average, (counts.*each.field).value());
    row.number(each.highest, (counts.*each.field).highest());
  }
}

void fill_checks(stat_filler& row, const relay::server& x, const stat_moment& at) {
  if (!x.check.enabled)
    return;
  row.checks();
  row.number(column("downtime"), static_cast<uint64_t>(x.down_time(at.now).count()));
  if (x.in_maintenance())
    return;
  row.text(column("check_status"),
           (x.check.in_progress ? "* " : "") + std::string(code_of(x.check.status)));
  if (x.check.has_duration)
    row.total(column("check_duration"), static_cast<uint64_t>(x.check.duration.count()));
  row.text(column("last_chk"), x.check.info);
  row.text(column("check_desc"), std::string(description_of(x.check.status)));
  row.number(column("check_rise"), x.check.rise);
  row.number(column("check_fall"), x.check.fall);
  row.number(column("check_health"), x.check.health);
}

/// An offset stands where a port would.
std::string address_text(const relay::server& x) {
  auto is_inet = x.address.bytes.ss_family == AF_INET || x.address.bytes.ss_family == AF_INET6;
  if (!is_inet)
    return "unix";
  auto port = port_of(x.address);
  auto shown = port != 0 ? port : static_cast<uint16_t>(x.port_offset);
  return to_string(with_port(x.address, shown));
}

void fill_limits(stat_filler& row, const relay::server& x) {
  if (x.maxconn != 0)
    row.number(column("slim"), x.maxconn);
  if (x.settings.maxqueue != 0)
    row.number(column("qlimit"), x.settings.maxqueue);
  row.number(column("weight"), (x.effective_weight + sixteenths - 1) / sixteenths);
  row.number(column("uweight"), x.weight);
  if (x.state == operation::starting && !x.draining())
    row.number(column("throttle"), x.throttle());
}

/// `UP`, or `UP 2/3` on the way down.
std::string on_the_way(std::string_view name, const relay::check_state& check) {
  if (!check.enabled || check.health == check.best())
    return std::string(name);
  auto above = static_cast<int>(check.health) - static_cast<int>(check.rise) + 1;
  return fmt::format("{} {}/{}", name, above, check.fall);
}

} // namespace

unsigned most_connections(const relay::server& x) {
  return std::max(x.counts->sessions.highest, x.check.has_duration ? 1U : 0U);
}

std::string status_of(const relay::server& x) {
  if (x.in_maintenance())
    return "MAINT";
  if (x.state == operation::stopped)
    return x.check.health == 0 ? "DOWN" : fmt::format("DOWN {}/{}", x.check.health, x.check.rise);
  if (x.state == operation::stopping)
    return on_the_way("NOLB", x.check);
  if (x.draining())
    return on_the_way("DRAIN", x.check);
  return x.check.enabled ? on_the_way("UP", x.check) : "no check";
}

stat_row server_row(const relay::server& x, const stat_moment& at) {
  auto row = stat_filler(stat_kind::server, x.owner->settings->id, x.settings.id, at);
  row.text(column("pxname"), x.owner->settings->name);
  row.text(column("svname"), x.settings.name);
  row.text(column("status"), status_of(x));
  row.text(column("addr"), address_text(x));
  row.number(column("act"), x.settings.backup ? 0 : 1);
  row.number(column("bck"), x.settings.backup ? 1 : 0);
  row.number(column("lastchg"), static_cast<uint64_t>(whole_seconds(at.now - x.last_change)));
  row.number(column("used_conn_cur"), x.counts->sessions.current);
  row.number(column("need_conn_est"), most_connections(x));
  fill_counts_of_back(row, *x.counts, at);
  fill_times(row, *x.counts);
  fill_limits(row, x);
  fill_checks(row, x, at);
  row.zeros(totals_of_nothing);
  row.zeros(zero_totals_of_servers, zero_numbers_of_servers);
  return row.take();
}

stat_row backend_row(const relay::backend& x, const stat_moment& at) {
  auto row = stat_filler(stat_kind::backend, x.settings->id, 0, at);
  row.text(column("pxname"), x.settings->name);
  row.text(column("svname"), "BACKEND");
  row.text(column("status"), x.up() ? "UP" : "DOWN");
  row.text(column("algo"), std::string(algorithms[static_cast<size_t>(x.settings->balance)]));
  row.number(column("slim"), x.fullconn);
  row.number(column("weight"), x.weight());
  row.number(column("uweight"), x.weight());
  row.number(column("act"), x.active());
  row.number(column("bck"), x.backups());
  row.number(column("lastchg"), static_cast<uint64_t>(whole_seconds(at.now - x.last_change)));
  if (!x.servers.empty())
    row.number(column("downtime"), static_cast<uint64_t>(x.down_time(at.now).count()));
  fill_counts_of_back(row, *x.counts, at);
  fill_times(row, *x.counts);
  row.zeros(totals_of_nothing);
  row.zeros(totals_of_compression);
  row.zeros(zero_totals_of_backends, zero_numbers_of_backends);
  row.zeros(totals_of_http);
  return row.take();
}

} // namespace mw::worker
