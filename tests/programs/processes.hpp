// Reads about processes in /proc, and about workers in `show proc json` and the log.
#pragma once

#include "tests/programs/service.hpp"
#include "tests/support/deadline.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

namespace mw::test {

/// Pids of the children of a process, zombies included.
inline std::vector<pid_t> children_of(pid_t parent) {
  auto found = std::vector<pid_t>{};
  for (const auto& thread :
       std::filesystem::directory_iterator{fmt::format("/proc/{}/task", parent)}) {
    auto pids = std::ifstream{thread.path() / "children"};
    for (auto pid = pid_t{0}; pids >> pid;)
      found.push_back(pid);
  }
  return found;
}

/// Reads the first word behind `name` in /proc/<pid>/status; empty if there is none.
inline std::string status_word(pid_t pid, const std::string& name) {
  auto file = std::ifstream{fmt::format("/proc/{}/status", pid)};
  for (auto word = std::string{}; file >> word;)
    if (word == name + ":" && file >> word)
      return word;
  return {};
}

/// The guardians of a master: one, but for a moment two.
inline std::vector<pid_t> guardians_of(pid_t master) {
  auto found = children_of(master);
  std::erase_if(found, [](pid_t one) {
    return status_word(one, "Name") != "mw-guardian" || status_word(one, "State") == "Z";
  });
  return found;
}

/// The time at which a process was started, since the boot; as exact as the kernel's ticks, 10 ms.
inline milliseconds start_of(pid_t pid) {
  constexpr auto fields_between = 19; // the end of the name and the time
  auto text = read_file(fmt::format("/proc/{}/stat", pid));
  auto fields = std::istringstream{text.substr(text.rfind(')') + 1)};
  auto word = std::string{};
  for (auto left = fields_between; left > 0; --left)
    fields >> word;
  auto ticks = int64_t{0};
  fields >> ticks;
  return milliseconds{ticks * 1000 / ::sysconf(_SC_CLK_TCK)};
}

/// The rows of `show proc json` of one type: `master`, `worker`, `old worker`.
inline std::vector<nlohmann::json> rows_of(const service& master, const std::string& type) {
  auto all = nlohmann::json::parse(master.talk("show proc json\n"));
  auto found = std::vector<nlohmann::json>{};
  for (const auto& row : all["processes"])
    if (row["type"] == type)
      found.push_back(row);
  return found;
}

/// Reads from the log how long the worker of this number had to wait for each of its starts.
inline std::vector<milliseconds> restart_delays(const std::string& log, size_t number) {
  auto mark = fmt::format("worker {} is started again in ", number);
  auto delays = std::vector<milliseconds>{};
  for (auto at = log.find(mark); at != std::string::npos; at = log.find(mark, at + 1))
    delays.emplace_back(std::stoi(log.substr(at + mark.size())));
  return delays;
}

} // namespace mw::test
