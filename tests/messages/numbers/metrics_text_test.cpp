// Numbers in Prometheus' text format: names, units, labels.
#include "messages/numbers/metrics_text.hpp"

#include <catch2/catch.hpp>

namespace mw::metrics_text_test {

namespace {

merged_report report_of(report what, std::string_view text) {
  return {what, parse_typed(what, text).value(), {}};
}

std::string name_of(report what, const typed_field& field) {
  return metric_name_of(what, what == report::info ? char{0} : 'B', field).name;
}

} // namespace

TEST_CASE("workers' numbers are metrics with base units and labels without pids") {
  auto merged = std::vector{
      report_of(report::info, "6.Pid.1:SGP:u32:11\n18.CumConns.1:MCP:u32:7\n"
                              "49.Idle_pct.1:MaP:u32:40\n0.Name.1:POS:str:HAProxy\n"),
      report_of(report::stat, "B.3.0.0.pxname.1:KNS:str:b\\\"\nB.3.0.1.svname.1:KNS:str:BACKEND\n"
                              "B.3.0.7.stot.1:MCP:u64:5\nB.3.0.58.qtime.1:MaP:u32:1500\n"
                              "S.3.1.0.pxname.1:KNS:str:b\nS.3.1.1.svname.1:KNS:str:s1\n"
                              "S.3.1.7.stot.1:MCP:u64:6\n")};
  CHECK(worker_metrics(merged) ==
        "# HELP mw_process_connections_total The workers' CumConns of show info.\n"
        "# TYPE mw_process_connections_total counter\n"
        "mw_process_connections_total 7\n"
        "# HELP mw_process_idle_ratio The workers' Idle_pct of show info.\n"
        "# TYPE mw_process_idle_ratio gauge\n"
        "mw_process_idle_ratio 0.4\n"
        "# HELP mw_proxy_sessions_total The workers' stot of show stat.\n"
        "# TYPE mw_proxy_sessions_total counter\n"
        "mw_proxy_sessions_total{proxy=\"b\\\\\\\"\",server=\"BACKEND\",type=\"backend\"} 5\n"
        "mw_proxy_sessions_total{proxy=\"b\",server=\"s1\",type=\"server\"} 6\n"
        "# HELP mw_proxy_queue_time_average_seconds The workers' qtime of show stat.\n"
        "# TYPE mw_proxy_queue_time_average_seconds gauge\n"
        "mw_proxy_queue_time_average_seconds{proxy=\"b\\\\\\\"\",server=\"BACKEND\","
        "type=\"backend\"} 1.5\n");
}

TEST_CASE("fields that are not renamed have names in snake case") {
  CHECK(name_of(report::info, {35, "SslFrontendKeyRate", "MGP", "u32", "1"}) ==
        "mw_process_ssl_frontend_key_rate");
  CHECK(name_of(report::info, {13, "Ulimit-n", "CLP", "u32", "1"}) == "mw_process_ulimit_n");
  CHECK(name_of(report::info, {54, "Unstoppable Jobs", "MGP", "u32", "1"}) ==
        "mw_process_unstoppable_jobs");
  CHECK(name_of(report::stat, {39, "hrsp_1xx", "MCP", "u64", "1"}) == "mw_proxy_hrsp_1xx_total");
}

TEST_CASE("texts and keys and what there is in another unit are no metrics") {
  CHECK(name_of(report::info, {1, "Version", "POS", "str", "2.6"}).empty());
  CHECK(name_of(report::info, {9, "Memmax_MB", "CLP", "u32", "1"}).empty());
  CHECK(name_of(report::stat, {27, "iid", "KGS", "u32", "1"}).empty());
  CHECK(name_of(report::stat, {32, "type", "CGS", "u32", "1"}).empty());
}

TEST_CASE("the master's own numbers count workers by state and events by kind") {
  using kind = lifecycle_event::kind;
  auto processes =
      process_table{.master = {.key = {}, .uptime = 75, .version = "0.1.0"}, .workers = {}};
  processes.workers = {{.key = {}, .state = worker_state::ready},
                       {.key = {}, .state = worker_state::waiting}};
  processes.old_workers = {{.key = {}, .state = worker_state::stopping}};
  processes.programs = {{.key = {.pid = 71}, .restarts = 2}, {.key = {}}};
  processes.programs[0].name = "api";
  processes.programs[1].name = "agent";
  auto events = event_history{};
  events.counts.at(static_cast<size_t>(kind::session_opened)) = 5;
  events.counts.at(static_cast<size_t>(kind::session_closed)) = 3;
  events.counts.at(static_cast<size_t>(kind::reload_failed)) = 1;
  events.commands = 42;
  auto text = master_metrics(processes, events);
  for (const auto* line :
       {"\nmw_master_uptime_seconds 75\n", "\nmw_workers{state=\"ready\"} 1\n",
        "\nmw_workers{state=\"back-off\"} 1\n", "\nmw_workers{state=\"stopping\"} 1\n",
        "\nmw_program_up{program=\"api\"} 1\n", "\nmw_program_up{program=\"agent\"} 0\n",
        "\nmw_program_restarts_total{program=\"api\"} 2\n", "\nmw_workers{state=\"suspect\"} 0\n",
        "\nmw_reloads_total{result=\"failed\"} 1\n", "\nmw_reloads_total{result=\"ok\"} 0\n",
        "\nmw_cli_sessions 2\n", "\nmw_cli_sessions_opened_total 5\n",
        "\nmw_cli_commands_total 42\n"})
    CHECK_THAT(text, Catch::Contains(line));
}

} // namespace mw::metrics_text_test
