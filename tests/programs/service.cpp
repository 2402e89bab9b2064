// A running master with its CLI: see service.hpp.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include <sys/syscall.h>
#include <unistd.h>

namespace mw::test {

namespace {

void write_configuration(const temporary_folder& folder, std::string text) {
  constexpr auto mark = std::string_view{"FOLDER/"};
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
    text.replace(at, mark.size(), folder / "");
  write_file(folder / "mw.cfg", text);
}

start_options command_line(const temporary_folder& folder, const service_options& options) {
  write_configuration(folder, options.configuration);
  auto configuration = folder / "mw.cfg";
  auto all =
      std::vector<std::string>{"-S", folder / "cli" + options.bind_options, "-f", configuration};
  all.insert(all.end(), options.arguments.begin(), options.arguments.end());
  return {.arguments = std::move(all), .in_front = options.in_front};
}

} // namespace

service::service(const service_options& options)
    : path_(folder_ / "cli"), process_(command_line(folder_, options)) {
  process_.await_error("Loading success.");
}

service::service(int workers)
    : service({.configuration = fmt::format("global\n  nbproc {}\n", workers)}) {}

void service::configure(const std::string& text) const {
  write_configuration(folder_, text);
}

void service::must_reload() const {
  auto said = reload();
  CAPTURE(said);
  REQUIRE(said.starts_with("Success=1\n--\n"));
}

std::vector<pid_t> service::workers() const {
  auto rows = std::istringstream{talk("show proc\n")};
  auto pids = std::vector<pid_t>{};
  for (auto row = std::string{}; std::getline(rows, row) && row != "# old workers";)
    if (row.find(" worker ") != std::string::npos)
      pids.push_back(std::stoi(row));
  return pids;
}

void service::await(const std::string& what, const std::function<bool()>& holds) {
  auto until = deadline{patience};
  while (!holds()) {
    if (until.passed())
      FAIL("this does not come true: " << what << "; stderr: " << process_.errors());
    process_.await_news();
  }
}

pid_t service::await_successor(size_t number, pid_t before) {
  auto successor = pid_t{0};
  await(fmt::format("worker {} has a successor", number), [&] {
    auto said = talk(fmt::format("@{} show info\n", number));
    auto at = said.find("\nPid: ");
    successor = at == std::string::npos ? 0 : std::stoi(said.substr(at + 6));
    return successor != 0 && successor != before;
  });
  return successor;
}

void service::await_forgotten(pid_t pid) {
  await("a worker is known to be gone", [&] {
    return talk(fmt::format("@!{} show cli level\n", pid))
        .starts_with("Can't connect to the target CLI!");
  });
}

bool service::await_gone(const std::vector<pid_t>& pids, milliseconds bound) {
  auto until = deadline{bound};
  return std::all_of(pids.begin(), pids.end(), [&](pid_t pid) {
    auto fd = pidfd_of(pid);
    return !fd || wait_for(fd.get(), POLLIN, until);
  });
}

bool service::takes_workers_along(milliseconds bound) {
  auto fds = std::vector<net::unique_fd>{};
  for (auto pid : workers())
    fds.push_back(pidfd_of(pid)); // before its pid is free for others
  process_.signal(SIGKILL);
  auto until = deadline{bound};
  return !fds.empty() && std::all_of(fds.begin(), fds.end(), [&](const auto& fd) {
    return wait_for(fd.get(), POLLIN, until);
  });
}

net::unique_fd pidfd_of(pid_t pid) {
  return net::unique_fd{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))};
}

void write_file(const std::string& path, std::string_view text) {
  auto file = std::ofstream{path, std::ios::binary};
  file << text;
  REQUIRE(file.flush());
}

std::string read_file(const std::string& path) {
  auto file = std::ifstream{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace mw::test
