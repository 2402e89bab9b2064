// The names of fields as metrics: see metrics_text.hpp.
#include "messages/numbers/metrics_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace mw {

namespace {

struct renamed {
  std::string_view field;
  std::string_view name; ///< empty: the field is no metric
  double factor = 1;
};

constexpr double milli = 0.001;
constexpr double percent = 0.01;

// Fields whose own name would mislead, or whose unit is no base unit.
constexpr auto names = std::array{
    renamed{"CumConns", "connections"},
    renamed{"CumReq", "requests"},
    renamed{"CurrConns", "current_connections"},
    renamed{"Idle_pct", "idle_ratio", percent},
    renamed{"SslFrontendSessionReuse_pct", "ssl_frontend_session_reuse_ratio", percent},
    renamed{"Start_time_sec", "start_time_seconds"},
    renamed{"TotalBytesOut", "bytes_out"},
    renamed{"TotalSplicdedBytesOut", "spliced_bytes_out"},
    renamed{"TotalSplicedBytesOut", "spliced_bytes_out"},
    renamed{"Uptime_sec", "uptime_seconds"},
    renamed{"BootTime_ms", "boot_time_seconds", milli},
    renamed{"Memmax_MB", ""}, // Memmax_bytes is there
    renamed{"PoolAlloc_MB", ""},
    renamed{"PoolUsed_MB", ""},
    renamed{"agent_duration", "agent_duration_seconds", milli},
    renamed{"bin", "bytes_in"},
    renamed{"bout", "bytes_out"},
    renamed{"check_duration", "check_duration_seconds", milli},
    renamed{"chkdown", "check_downs"},
    renamed{"chkfail", "check_failures"},
    renamed{"conn_tot", "connections"},
    renamed{"ctime", "connect_time_average_seconds", milli},
    renamed{"ctime_max", "connect_time_max_seconds", milli},
    renamed{"downtime", "downtime_seconds"},
    renamed{"econ", "connection_errors"},
    renamed{"ereq", "request_errors"},
    renamed{"eresp", "response_errors"},
    renamed{"lastchg", "last_change_seconds"},
    renamed{"lastsess", "last_session_seconds"},
    renamed{"lbtot", "selections"},
    renamed{"qcur", "current_queue"},
    renamed{"qmax", "max_queue"},
    renamed{"qtime", "queue_time_average_seconds", milli},
    renamed{"qtime_max", "queue_time_max_seconds", milli},
    renamed{"req_tot", "requests"},
    renamed{"rtime", "response_time_average_seconds", milli},
    renamed{"rtime_max", "response_time_max_seconds", milli},
    renamed{"scur", "current_sessions"},
    renamed{"slim", "session_limit"},
    renamed{"smax", "max_sessions"},
    renamed{"stot", "sessions"},
    renamed{"ttime", "total_time_average_seconds", milli},
    renamed{"ttime_max", "total_time_max_seconds", milli},
    renamed{"type", ""}, // type is a label
};

/// Turns `SslFrontendKeyRate` into `ssl_frontend_key_rate`; all other signs become `_`.
std::string snake_case(std::string_view name) {
  auto text = std::string{};
  for (size_t at = 0; at < name.size(); ++at) {
    auto c = static_cast<unsigned char>(name[at]);
    auto begins_word = std::isupper(c) != 0 && at > 0 &&
                       std::islower(static_cast<unsigned char>(name[at - 1])) != 0;
    if (begins_word)
      text += '_';
    text += std::isalnum(c) != 0 ? static_cast<char>(std::tolower(c)) : '_';
  }
  return text;
}

} // namespace

metric_name metric_name_of(report what, char kind, const typed_field& field) {
  if (field.type == "str" || field.tags.starts_with('K') || field.name == "Pid")
    return {};
  const auto* found = std::find_if(names.begin(), names.end(),
                                   [&](const renamed& one) { return one.field == field.name; });
  if (found != names.end() && found->name.empty())
    return {};
  auto is_counter = rule_of(what, kind, field) == merge_rule::counter;
  auto name = std::string{what == report::info ? "mw_process_" : "mw_proxy_"} +
              (found == names.end() ? snake_case(field.name) : std::string{found->name});
  return {name + (is_counter ? "_total" : ""), found == names.end() ? 1 : found->factor};
}

} // namespace mw
