// The members of a family are looked for below this process, in /proc: see process_family.hpp.
#include "net/process/process_family.hpp"

#include "net/base/unique_fd.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <system_error>

#include <sys/syscall.h>
#include <unistd.h>

namespace mw::net {

namespace {

/// A process as /proc/<pid>/stat has it.
struct process_row {
  char state = 'X';
  pid_t group = -1;
};

std::string content(const std::string& path) {
  auto file = std::ifstream{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// Behind the name, which may hold anything: state, parent, group.
std::optional<process_row> read_row(pid_t pid) {
  auto text = content("/proc/" + std::to_string(pid) + "/stat");
  auto end_of_name = text.rfind(')');
  if (end_of_name == std::string::npos)
    return std::nullopt;
  auto row = process_row{};
  auto parent = pid_t{};
  std::istringstream{text.substr(end_of_name + 1)} >> row.state >> parent >> row.group;
  return row;
}

/// Whether the environment that the process was started with has this entry.
bool has_entry(pid_t pid, const std::string& entry) {
  auto environment = '\0' + content("/proc/" + std::to_string(pid) + "/environ");
  return environment.find('\0' + entry + '\0') != std::string::npos;
}

bool has_ended(const process_row& row) {
  return row.state == 'Z' || row.state == 'X';
}

bool belongs(const process_family& family, pid_t pid) {
  auto row = read_row(pid);
  return row && !has_ended(*row) && (row->group == family.leader || has_entry(pid, family.mark));
}

void add_descendants(pid_t parent, std::vector<pid_t>& all) {
  for (auto child : children_of(parent))
    if (std::find(all.begin(), all.end(), child) == all.end()) { // the tree changes meanwhile
      all.push_back(child);
      add_descendants(child, all);
    }
}

} // namespace

std::vector<pid_t> process_family::others() const {
  auto all = std::vector<pid_t>{};
  add_descendants(::getpid(), all);
  std::erase_if(all, [this](pid_t pid) { return pid == leader || !belongs(*this, pid); });
  return all;
}

/// A pid may come back: who has left the group is looked at again once a descriptor holds it.
void process_family::signal(int number) const {
  if (leader <= 1) // kill() would take it for our own group, or for everybody
    return;
  ::kill(-leader, number);
  for (auto pid : others()) {
    auto pidfd = unique_fd{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0U))};
    auto row = read_row(pid);
    if (pidfd && row && row->group != leader && belongs(*this, pid))
      ::syscall(SYS_pidfd_send_signal, pidfd.get(), number, nullptr, 0U);
  }
}

std::vector<pid_t> children_of(pid_t parent) {
  auto all = std::vector<pid_t>{};
  auto error = std::error_code{};
  auto threads =
      std::filesystem::directory_iterator{"/proc/" + std::to_string(parent) + "/task", error};
  for (; !error && threads != std::filesystem::directory_iterator{}; threads.increment(error)) {
    auto file = std::ifstream{threads->path() / "children"};
    std::copy(std::istream_iterator<pid_t>{file}, {}, std::back_inserter(all));
  }
  return all;
}

} // namespace mw::net
