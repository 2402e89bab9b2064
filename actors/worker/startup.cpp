// Before a worker serves: see startup.hpp.
#include "actors/worker/startup.hpp"

#include "actors/config/parse_config.hpp"
#include "actors/config/text/source.hpp"
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

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0)
    return "unknown";
  return name.data();
}

/// Two for each session, one for each listener and each server that is checked, and a few for the
/// process: the sum that HAProxy makes.
rlim_t needed_descriptors(const config::configuration& settings) {
  constexpr rlim_t for_process = 16;
  auto sum = for_process + rlim_t{2} * settings.maxconn.value_or(0) + settings.stats_sockets.size();
  for (const auto& proxy : settings.proxies) {
    for (const auto& bind : proxy.binds)
      sum += 1U + bind.where.last_port - bind.where.port;
    sum += static_cast<rlim_t>(std::count_if(proxy.servers.begin(), proxy.servers.end(),
                                             [](const auto& server) { return server.check; }));
  }
  return sum;
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
  auto sealed = config::unseal_sources(owned.get());
  if (!sealed)
    return tl::unexpected(error_lines{"config : " + sealed.error()});
  auto parsed = config::parse_config(sealed->sources, std::move(sealed->environment));
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
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  auto needed = settings.maxconn ? needed_descriptors(settings) : 0;
  if (settings.ulimit_n && *settings.ulimit_n < needed)
    return tl::unexpected(
        fmt::format("FD limit ({}) too low for maxconn={}/maxsock={}. Please raise 'ulimit-n' to "
                    "{} or more to avoid any trouble.",
                    *settings.ulimit_n, *settings.maxconn, needed, needed));
  auto wanted = settings.ulimit_n ? rlim_t{*settings.ulimit_n} : std::max(limit.rlim_cur, needed);
  if (wanted == limit.rlim_cur)
    return {};
  auto before = limit.rlim_max;
  limit = {.rlim_cur = wanted, .rlim_max = std::max(before, wanted)};
  if (::setrlimit(RLIMIT_NOFILE, &limit) == 0)
    return {};
  return tl::unexpected(fmt::format("Cannot raise FD limit to {}, limit is {} ({}).", wanted,
                                    before, std::strerror(errno)));
}

} // namespace mw::worker
