// The fields of `show info`, as a table.
#include "actors/worker/info_field.hpp"

#include "actors/worker/product.hpp"

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

/// What the values are made of.
struct source {
  const worker_context& worker;
  const readings& now;
  bool exact_times;

  const facts& about() const { return worker.about; }

  const figures& counters() const { return worker.counters; }
};

using maybe = std::optional<info_value>;

info_value text(std::string_view value) {
  return std::string(value);
}

/// A counter of 64 bits in a field that has 32.
info_value small(uint64_t value) {
  return static_cast<uint32_t>(std::min<uint64_t>(value, UINT32_MAX));
}

/// Whole seconds, or with microseconds.
info_value time(duration<double> value, bool exact) {
  if (!exact)
    return static_cast<uint32_t>(value.count());
  return std::round(value.count() * 1e6) / 1e6;
}

duration<double> uptime(const source& s) {
  return std::max(s.now.now - s.counters().started, figures::clock::duration::zero());
}

maybe uptime_text(const source& s) {
  auto total = duration_cast<seconds>(uptime(s)).count();
  return fmt::format("{}d {}h{:02}m{:02}s", total / 86400, total / 3600 % 24, total / 60 % 60,
                     total % 60);
}

maybe resident(const source& s) {
  if (s.now.resident == 0)
    return std::nullopt;
  return s.now.resident;
}

maybe description(const source& s) {
  if (s.about().description.empty())
    return std::nullopt;
  return text(s.about().description);
}

/// The control pair is a listener too.
uint32_t listeners(const source& s) {
  return 1 + static_cast<uint32_t>(s.worker.sockets.size());
}

uint32_t jobs(const source& s) {
  return listeners(s) + s.counters().connections;
}

struct row {
  unsigned position;
  std::string_view name;
  std::string_view tags;
  std::string_view description;
  maybe (*value)(const source&);
};

constexpr std::array rows{
    row{0, "Name", "POSV", "Name of the program",
        [](const source&) -> maybe { return text(product_name); }},
    row{1, "Version", "POSV", "Version of the program",
        [](const source&) -> maybe { return text(product_version); }},
    row{2, "Release_date", "POSV", "Date of this version",
        [](const source&) -> maybe { return text(release_date); }},
    row{3, "Nbthread", "CGSV", "Threads of this worker",
        [](const source&) -> maybe { return uint32_t{1}; }},
    row{4, "Nbproc", "CGSV", "Workers that the master keeps running",
        [](const source& s) -> maybe { return s.about().nbproc; }},
    row{5, "Process_num", "KGPV", "Relative PID of this worker",
        [](const source& s) -> maybe { return s.about().number; }},
    row{6, "Pid", "SGPV", "PID of this worker",
        [](const source& s) -> maybe { return small(static_cast<uint64_t>(s.now.pid)); }},
    row{7, "Uptime", "MDPV",
        "Time since this worker was started, in days, hours, minutes and seconds", uptime_text},
    row{8, "Uptime_sec", "MDPV", "Time since this worker was started, in seconds",
        [](const source& s) -> maybe { return time(uptime(s), s.exact_times); }},
    row{9, "Memmax_MB", "CLPV", "Limit of this worker's memory in MB, 0 if there is none",
        [](const source& s) -> maybe { return small(s.now.memory_limit / megabyte); }},
    row{13, "Ulimit-n", "CLPV", "Limit of this worker's file descriptors",
        [](const source& s) -> maybe { return small(s.now.descriptor_limit); }},
    row{14, "Maxsock", "CLPV", "Most sockets that this worker can have",
        [](const source& s) -> maybe { return small(s.now.descriptor_limit); }},
    row{17, "CurrConns", "MGPV", "CLI connections of this worker now",
        [](const source& s) -> maybe { return s.counters().connections; }},
    row{18, "CumConns", "MCPV", "CLI connections since this worker was started",
        [](const source& s) -> maybe { return s.counters().all_connections; }},
    row{19, "CumReq", "MCPV", "CLI commands since this worker was started",
        [](const source& s) -> maybe { return s.counters().commands; }},
    row{26, "ConnRate", "MRPV", "New CLI connections in the last second",
        [](const source& s) -> maybe {
          return small(s.counters().connection_rate.per_second(s.now.now));
        }},
    row{28, "MaxConnRate", "MMPV", "Highest ConnRate since this worker was started",
        [](const source& s) -> maybe { return small(s.counters().connection_rate.highest()); }},
    row{50, "node", "COSV", "Name of this machine, or what 'node' of the configuration says",
        [](const source& s) -> maybe { return text(s.about().node); }},
    row{51, "description", "COSV", "What 'description' of the configuration says", description},
    row{52, "Stopping", "MGPV", "1 if this worker is about to end, else 0",
        [](const source& s) -> maybe { return uint32_t{s.worker.stop.requested()}; }},
    row{53, "Jobs", "MGPV", "Listeners and CLI connections",
        [](const source& s) -> maybe { return jobs(s); }},
    row{54, "Unstoppable Jobs", "MGPV",
        "Those of the jobs that do not keep a stopping worker alive",
        [](const source& s) -> maybe { return jobs(s) - s.worker.stop.holds(); }},
    row{55, "Listeners", "MGPV", "Listeners, the one for the master included",
        [](const source& s) -> maybe { return listeners(s); }},
    row{61, "TotalBytesOut", "MGPV", "Bytes sent since this worker was started",
        [](const source& s) -> maybe { return s.counters().bytes_out; }},
    row{63, "BytesOutRate", "MRPV", "Bytes sent in the last second",
        [](const source& s) -> maybe { return s.counters().byte_rate.per_second(s.now.now); }},
    row{66, "Build info", "POSV", "How the program was built",
        [](const source&) -> maybe { return text(product_version); }},
    row{67, "Memmax_bytes", "CLPV", "Limit of this worker's memory in bytes, 0 if there is none",
        [](const source& s) -> maybe { return s.now.memory_limit; }},
    row{70, "Start_time_sec", "MDPV", "Time of this worker's start, in seconds since 1970",
        [](const source& s) -> maybe {
          return time(s.counters().started_at.time_since_epoch(), s.exact_times);
        }},
    row{71, "Tainted", "SGPV", "Experimental features in use",
        [](const source&) -> maybe { return text("0"); }},
    row{1000, "Resident_bytes", "MGPV", "Memory that this worker uses now", resident},
    row{1001, "Open_fds", "MGPV", "File descriptors that are open now",
        [](const source& s) -> maybe { return s.now.open_descriptors; }},
};

} // namespace

std::vector<info_field> info_fields(const worker_context& worker, const readings& now,
                                    bool exact_times) {
  std::vector<info_field> fields;
  fields.reserve(rows.size());
  auto from = source{worker, now, exact_times};
  for (const auto& row : rows)
    if (auto value = row.value(from))
      fields.push_back({row.position, row.name, row.tags, row.description, std::move(*value)});
  return fields;
}

} // namespace mw::worker
