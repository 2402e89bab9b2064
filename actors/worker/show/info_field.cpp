// The fields of `show info`, as a table.
#include "actors/worker/show/info_field.hpp"

#include "actors/common/find_named.hpp"
#include "actors/worker/base/version.hpp"
#include "actors/worker/show/info_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace mw::worker {

namespace {

using std::chrono::duration;
using std::chrono::duration_cast;
using std::chrono::seconds;

constexpr uint64_t megabyte = uint64_t{1024} * 1024;

info_value text(std::string_view value) {
  return std::string(value);
}

/// Whole seconds, or with microseconds.
info_value time(duration<double> value, bool exact) {
  if (!exact)
    return static_cast<uint32_t>(value.count());
  return std::round(value.count() * 1e6) / 1e6;
}

duration<double> uptime(const info_source& s) {
  return std::max(s.now.now - s.counters().started, process_stats::clock::duration::zero());
}

maybe uptime_text(const info_source& s) {
  auto total = duration_cast<seconds>(uptime(s)).count();
  return fmt::format("{}d {}h{:02}m{:02}s", total / 86400, total / 3600 % 24, total / 60 % 60,
                     total % 60);
}

maybe resident(const info_source& s) {
  if (s.now.resident == 0)
    return std::nullopt;
  return s.now.resident;
}

maybe description(const info_source& s) {
  if (s.about().description.empty())
    return std::nullopt;
  return text(s.about().description);
}

/// The control pair is a listener too.
uint32_t listeners(const info_source& s) {
  auto all = 1 + s.worker.sockets.size();
  for (const auto& proxy : relayed(s).all)
    if (proxy->front)
      all += static_cast<size_t>(std::count_if(proxy->front->listeners.begin(),
                                               proxy->front->listeners.end(),
                                               [](const auto& one) { return one.fd.get() >= 0; }));
  return static_cast<uint32_t>(all);
}

uint32_t jobs(const info_source& s) {
  return listeners(s) + s.counters().connections + relayed(s).sessions.current;
}

constexpr std::array rows{
    info_row{0, "Name", "POSV", "Name of the program",
             [](const info_source&) -> maybe { return text(product_name); }},
    info_row{1, "Version", "POSV", "Version of the program",
             [](const info_source&) -> maybe { return text(product_version); }},
    info_row{2, "Release_date", "POSV", "Date of this version",
             [](const info_source&) -> maybe { return text(release_date); }},
    info_row{3, "Nbthread", "CGSV", "Threads of this worker",
             [](const info_source&) -> maybe { return uint32_t{1}; }},
    info_row{4, "Nbproc", "CGSV", "Workers that the master keeps running",
             [](const info_source& s) -> maybe { return s.about().nbproc; }},
    info_row{5, "Process_num", "KGPV", "Relative PID of this worker",
             [](const info_source& s) -> maybe { return s.about().number; }},
    info_row{6, "Pid", "SGPV", "PID of this worker",
             [](const info_source& s) -> maybe { return small(static_cast<uint64_t>(s.now.pid)); }},
    info_row{7, "Uptime", "MDPV",
             "Time since this worker was started, in days, hours, minutes and seconds",
             uptime_text},
    info_row{8, "Uptime_sec", "MDPV", "Time since this worker was started, in seconds",
             [](const info_source& s) -> maybe { return time(uptime(s), s.exact_times); }},
    info_row{9, "Memmax_MB", "CLPV", "Limit of this worker's memory in MB, 0 if there is none",
             [](const info_source& s) -> maybe { return small(s.now.memory_limit / megabyte); }},
    info_row{13, "Ulimit-n", "CLPV", "Limit of this worker's file descriptors",
             [](const info_source& s) -> maybe { return small(s.now.descriptor_limit); }},
    info_row{14, "Maxsock", "CLPV", "Most sockets that this worker can have",
             [](const info_source& s) -> maybe { return small(s.now.descriptor_limit); }},
    info_row{17, "CurrConns", "MGPV", "Connections of clients now",
             [](const info_source& s) -> maybe { return small(relayed(s).sessions.current); }},
    info_row{18, "CumConns", "MCPV",
             "Connections of clients and of the CLI since this worker was started",
             [](const info_source& s) -> maybe {
               return small(s.counters().total->connections + relayed(s).total->sessions);
             }},
    info_row{19, "CumReq", "MCPV", "CLI commands since this worker was started",
             [](const info_source& s) -> maybe { return small(s.counters().total->commands); }},
    info_row{
        26, "ConnRate", "MRPV", "New connections of clients in the last second",
        [](const info_source& s) -> maybe { return small(relayed(s).rate.per_second(s.now.now)); }},
    info_row{28, "MaxConnRate", "MMPV", "Highest ConnRate since this worker was started",
             [](const info_source& s) -> maybe { return small(relayed(s).rate.highest()); }},
    info_row{50, "node", "COSV", "Name of this machine, or what 'node' of the configuration says",
             [](const info_source& s) -> maybe { return text(s.about().node); }},
    info_row{51, "description", "COSV", "What 'description' of the configuration says",
             description},
    info_row{52, "Stopping", "MGPV", "1 if this worker is about to end, else 0",
             [](const info_source& s) -> maybe { return uint32_t{s.worker.stop.requested()}; }},
    info_row{53, "Jobs", "MGPV", "Listeners and CLI connections",
             [](const info_source& s) -> maybe { return jobs(s); }},
    info_row{54, "Unstoppable Jobs", "MGPV",
             "Those of the jobs that do not keep a stopping worker alive",
             [](const info_source& s) -> maybe { return jobs(s) - s.worker.stop.holds(); }},
    info_row{55, "Listeners", "MGPV", "Listeners, the one for the master included",
             [](const info_source& s) -> maybe { return listeners(s); }},
    info_row{61, "TotalBytesOut", "MGPV", "Bytes sent since this worker was started",
             [](const info_source& s) -> maybe {
               return s.counters().total->bytes_out + relayed(s).total->bytes_out;
             }},
    info_row{
        63, "BytesOutRate", "MRPV", "Bytes sent in the last second",
        [](const info_source& s) -> maybe { return s.counters().byte_rate.per_second(s.now.now); }},
    info_row{66, "Build info", "POSV", "How the program was built",
             [](const info_source&) -> maybe { return text(product_version); }},
    info_row{67, "Memmax_bytes", "CLPV",
             "Limit of this worker's memory in bytes, 0 if there is none",
             [](const info_source& s) -> maybe { return s.now.memory_limit; }},
    info_row{70, "Start_time_sec", "MDPV", "Time of this worker's start, in seconds since 1970",
             [](const info_source& s) -> maybe {
               return time(s.counters().started_at.time_since_epoch(), s.exact_times);
             }},
    info_row{71, "Tainted", "SGPV", "Experimental features in use",
             [](const info_source&) -> maybe { return text("0"); }},
    info_row{1000, "Resident_bytes", "MGPV", "Memory that this worker uses now", resident},
    info_row{1001, "Open_fds", "MGPV", "File descriptors that are open now",
             [](const info_source& s) -> maybe { return s.now.open_descriptors; }},
};

} // namespace

const info_row& info_row_of(std::string_view name) {
  const auto* found = find_named(rows, name);
  return found ? *found : *find_named(balancer_info_rows(), name);
}

std::vector<info_field> info_fields(const worker_context& worker, const readings& now,
                                    bool exact_times) {
  std::vector<info_field> fields;
  fields.reserve(rows.size() + balancer_info_rows().size());
  auto from = info_source{worker, now, exact_times};
  for (auto part : {std::span<const info_row>(rows), balancer_info_rows()})
    for (const auto& row : part)
      if (auto value = row.value(from))
        fields.push_back({row.position, row.name, row.tags, row.description, std::move(*value)});
  std::sort(fields.begin(), fields.end(),
            [](const auto& a, const auto& b) { return a.position < b.position; });
  return fields;
}

} // namespace mw::worker
