// The texts of `show proc`: see process.hpp.
#include "messages/processes/process.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace mw {

namespace {

// Every cell is padded to 15, the last one too.
constexpr auto header_format = "#{:<14} {:<15} {:<15} {:<15} {:<15} {:<15}";
constexpr auto row_format = "{:<15} {:<15} {:<15} {:<15} {:<15} {:<15}";
constexpr auto debug_format = "\t\t {:<15} {:<15}";

std::string row(const process_info& info, std::string_view type, std::string_view relative,
                std::string_view reloads, bool debug) {
  auto line = fmt::format(row_format, info.key.pid, type, relative, reloads,
                          uptime_text(info.uptime), info.version);
  if (debug)
    line += fmt::format(debug_format, info.master_fd, info.worker_fd);
  return line + "\n";
}

std::string master_row(const process_info& info, bool debug) {
  auto reloads = fmt::format("{} [failed: {}]", info.reloads, info.failed_reloads);
  return row(info, "master", "0", reloads, debug);
}

std::string worker_rows(const std::vector<process_info>& workers, std::string_view relative_format,
                        bool debug) {
  auto rows = std::string{};
  for (const auto& info : workers)
    if (info.key.pid != 0 && serves(info.state))
      rows += row(info, "worker", fmt::format(fmt::runtime(relative_format), info.key.relative),
                  fmt::to_string(info.reloads), debug);
  return rows;
}

/// Prints the rows of programs. A program's name stands for its type; it has no number and no known
/// version.
std::string program_rows(std::string_view title, const std::vector<process_info>& programs,
                         bool debug) {
  auto rows = std::string{};
  for (const auto& info : programs)
    if (info.key.pid != 0)
      rows += row(info, info.name, "-", fmt::to_string(info.reloads), debug);
  return rows.empty() ? rows : fmt::format("# {}\n", title) + rows;
}

nlohmann::ordered_json as_json(const process_info& info, std::string_view type) {
  auto object = nlohmann::ordered_json{{"type", type}};
  if (info.name.empty())
    object["relative_pid"] = info.key.relative;
  else
    object["name"] = info.name;
  object["pid"] = info.key.pid;
  object["reloads"] = info.reloads;
  object["uptime_sec"] = std::max<int64_t>(info.uptime, 0);
  object["version"] = info.version;
  if (type == "master") {
    object["failed_reloads"] = info.failed_reloads;
    object["actors"] = info.actors;
    return object;
  }
  object["state"] = to_string(info.state);
  object["restarts"] = info.restarts;
  object["restart_in_ms"] = info.restart_in;
  object["last_end"] = info.last_end;
  object["last_end_ago_sec"] = info.ended_ago;
  object["last_words"] = info.last_words;
  return object;
}

} // namespace

std::string to_string(const process_key& x) {
  return fmt::format("worker {} ({})", x.relative, x.pid);
}

std::string uptime_text(int64_t seconds) {
  seconds = std::max<int64_t>(seconds, 0);
  return fmt::format("{}d{:02}h{:02}m{:02}s", seconds / 86400, seconds / 3600 % 24,
                     seconds / 60 % 60, seconds % 60);
}

std::string short_time_text(int64_t milliseconds) {
  milliseconds = std::max<int64_t>(milliseconds, 0);
  if (milliseconds < 1000)
    return fmt::format("{}ms", milliseconds);
  if (milliseconds < 9950)
    return fmt::format("{:.1f}s", static_cast<double>(milliseconds) / 1000);
  return fmt::format("{}s", milliseconds / 1000);
}

std::string old_workers_text(size_t count) {
  return fmt::format("{} old workers are alive: hard-stop-after and mworker-max-reloads limit "
                     "their life",
                     count);
}

std::string show_proc(const process_table& table, bool debug) {
  auto text = fmt::format(header_format, "<PID>", "<type>", "<relative PID>", "<reloads>",
                          "<uptime>", "<version>");
  if (debug)
    text += fmt::format(debug_format, "<ipc_fd[0]>", "<ipc_fd[1]>");
  text += "\n" + master_row(table.master, debug);
  text += "# workers\n" + worker_rows(table.workers, "{}", debug);
  if (!table.old_workers.empty())
    text += "# old workers\n" + worker_rows(table.old_workers, "[was: {}]", debug);
  if (table.old_workers.size() > usual_old_workers)
    text += "# " + old_workers_text(table.old_workers.size()) + "\n";
  text += program_rows("programs", table.programs, debug);
  text += program_rows("old programs", table.old_programs, debug);
  return text;
}

std::string show_proc_json(const process_table& table) {
  auto processes = nlohmann::ordered_json::array();
  processes.push_back(as_json(table.master, "master"));
  for (const auto& info : table.workers)
    processes.push_back(as_json(info, "worker"));
  for (const auto& info : table.new_workers)
    processes.push_back(as_json(info, "new worker"));
  for (const auto& info : table.old_workers)
    processes.push_back(as_json(info, "old worker"));
  for (const auto& info : table.programs)
    processes.push_back(as_json(info, "program"));
  for (const auto& info : table.old_programs)
    processes.push_back(as_json(info, "old program"));
  // A worker's lines on stderr may be no UTF-8.
  constexpr auto replace = nlohmann::ordered_json::error_handler_t::replace;
  return nlohmann::ordered_json{{"processes", processes}}.dump(-1, ' ', false, replace) + "\n";
}

} // namespace mw
