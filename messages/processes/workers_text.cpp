// The texts of `show workers` and `show programs`: see process.hpp.
#include "messages/processes/process.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

constexpr auto header =
    "#<relative PID> <PID>           <state>         <uptime>        <restarts>      <last end>\n";
constexpr auto program_header =
    "#<name>         <PID>           <state>         <uptime>        <restarts>      <last end>\n";
constexpr auto row_format = "{:<15} {:<15} {:<15} {:<15} {:<15} {}\n";

std::string state_text(const process_info& info) {
  auto name = to_string(info.state);
  if (info.state != worker_state::waiting)
    return name;
  return fmt::format("{} {}", name, short_time_text(info.restart_in));
}

std::string end_text(const process_info& info) {
  if (info.last_end.empty())
    return "-";
  return fmt::format("{}, {} ago", info.last_end, uptime_text(info.ended_ago));
}

std::string rows(const std::vector<process_info>& workers) {
  auto text = std::string{};
  for (const auto& info : workers) {
    auto pid = info.key.pid == 0 ? std::string{"-"} : fmt::to_string(info.key.pid);
    auto who = info.name.empty() ? fmt::to_string(info.key.relative) : info.name;
    text += fmt::format(row_format, who, pid, state_text(info), uptime_text(info.uptime),
                        info.restarts, end_text(info));
    for (const auto& line : info.last_words)
      text += fmt::format("  | {}\n", line);
  }
  return text;
}

std::string section(std::string_view title, const std::vector<process_info>& workers) {
  return workers.empty() ? std::string{} : fmt::format("# {}\n{}", title, rows(workers));
}

} // namespace

std::string show_programs(const process_table& table) {
  return program_header + fmt::format("# programs\n{}", rows(table.programs)) +
         section("old programs", table.old_programs);
}

std::string show_workers(const process_table& table) {
  return header + fmt::format("# workers\n{}", rows(table.workers)) +
         section("new workers", table.new_workers) + section("old workers", table.old_workers);
}

} // namespace mw
