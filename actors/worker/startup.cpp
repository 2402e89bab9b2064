// Before a worker serves: see startup.hpp.
#include "actors/worker/startup.hpp"

#include "actors/config/parse_config.hpp"
#include "actors/config/text/source.hpp"
#include "net/base/lossy_output.hpp"
#include "net/base/unique_fd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <sys/resource.h>
#include <unistd.h>

namespace mw::worker {

namespace {

using error_lines = std::vector<std::string>;

std::vector<std::string> inherited_environment() {
  std::vector<std::string> all;
  for (char** variable = environ; *variable != nullptr; ++variable)
    all.emplace_back(*variable);
  return all;
}

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0)
    return "unknown";
  return name.data();
}

void print_lines(std::string_view label, std::span<const std::string> lines) {
  net::lossy_output out(STDERR_FILENO);
  for (const auto& line : lines)
    out.write(fmt::format("{} ({}) : {}\n", label, ::getpid(), line));
}

} // namespace

void prepare_signals() {
  for (int number : {SIGTERM, SIGINT})
    std::signal(number, SIG_DFL);
  // SIGXFSZ: memory shared with the master is a file to the kernel, which may be limited.
  for (int number : {SIGUSR2, SIGHUP, SIGPIPE, SIGQUIT, SIGALRM, SIGTTIN, SIGTTOU, SIGXFSZ})
    std::signal(number, SIG_IGN);
  sigset_t none;
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

tl::expected<config::configuration, error_lines> load_config(int fd) {
  auto owned = net::unique_fd(fd);
  auto sources = config::unseal_sources(owned.get());
  if (!sources)
    return tl::unexpected(error_lines{"config : " + sources.error()});
  auto parsed = config::parse_config(*sources, inherited_environment());
  if (parsed)
    return std::move(*parsed);
  for (auto& line : parsed.error())
    line.insert(0, "config : ");
  return tl::unexpected(std::move(parsed.error()));
}

identity make_identity(const worker_options& options, const config::configuration& settings) {
  return {
      .number = options.number,
      .nbproc = options.count,
      .control_fd = options.control_fd,
      .node = settings.node.empty() ? host_name() : settings.node,
      .description = settings.description,
  };
}

/// Strict, as HAProxy's strict-limits: a worker with less than it was promised fails later and
/// worse.
tl::expected<void, std::string> set_limits(const config::configuration& settings) {
  if (!settings.ulimit_n)
    return {};
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  auto before = limit.rlim_max;
  limit.rlim_cur = *settings.ulimit_n;
  limit.rlim_max = std::max<rlim_t>(before, limit.rlim_cur);
  if (::setrlimit(RLIMIT_NOFILE, &limit) == 0)
    return {};
  return tl::unexpected(fmt::format("Cannot raise FD limit to {}, limit is {} ({}).",
                                    limit.rlim_cur, before, std::strerror(errno)));
}

void print_alerts(std::span<const std::string> lines) {
  print_lines("[ALERT]   ", lines);
}

void print_warnings(std::span<const std::string> lines) {
  print_lines("[WARNING] ", lines);
}

} // namespace mw::worker
