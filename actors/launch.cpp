// The start of the master process: see launch.hpp.
#include "actors/launch.hpp"

#include "actors/config/config.hpp"
#include "actors/log.hpp"
#include "actors/runtime/trace.hpp"
#include "actors/system.hpp"
#include "net/daemon.hpp"
#include "net/pid_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace mw {

namespace {

constexpr auto failed = 1;

/// What the start has found out so far.
struct launch {
  std::vector<config_source> sources;
  config configuration;
  std::string pid_file;
  bool daemon = false;
  std::vector<cli_listener> listeners;
};

std::vector<std::string> environment_list() {
  auto list = std::vector<std::string>{};
  for (auto** variable = environ; *variable != nullptr; ++variable)
    list.emplace_back(*variable);
  return list;
}

bool report(const std::string& error) {
  log::alert("{}", error);
  return false;
}

bool report_config(const std::vector<std::string>& errors, const master_options& options) {
  for (const auto& error : errors)
    log::alert("config : {}", error);
  log::alert("config : Error(s) found in configuration file : {}",
             fmt::join(options.config_paths, ", "));
  return report("config : Fatal errors found in configuration.");
}

/// A relative path of `-f`, `-S` or `-p` is meant from the directory of `-C`.
bool change_directory(const master_options& options) {
  if (options.change_to.empty() || ::chdir(options.change_to.c_str()) == 0)
    return true;
  return report(
      fmt::format("cannot change to directory '{}': {}", options.change_to, std::strerror(errno)));
}

bool read_configuration(launch& start, const master_options& options) {
  auto sources = read_sources(options.config_paths);
  if (!sources)
    return report(sources.error());
  auto parsed = parse_config(*sources, environment_list());
  if (!parsed)
    return report_config(parsed.error(), options);
  for (const auto& warning : parsed->warnings)
    log::warning("config : {}", warning);
  start.sources = std::move(*sources);
  start.configuration = std::move(*parsed);
  start.pid_file = options.pid_file.empty() ? start.configuration.pid_file : options.pid_file;
  start.daemon = options.daemon || (start.configuration.daemon && !options.foreground);
  return true;
}

/// The pid file is written when the workers are ready; that it cannot be written should be known
/// before.
bool check_pid_file(const std::string& path) {
  if (path.empty())
    return true;
  auto folder = std::filesystem::path{path}.parent_path();
  auto name = folder.empty() ? std::string{"."} : folder.string();
  if (::access(name.c_str(), W_OK | X_OK) == 0)
    return true;
  return report(fmt::format("cannot write the pid file '{}': {}", path, std::strerror(errno)));
}

/// `-V` and `-d`: what the program listens on, by the names that the operator gave.
void tell_sockets(const std::vector<net::listen_socket>& sockets, const cli_bind& bind) {
  auto label = bind.name.empty() ? std::string{} : fmt::format(" '{}'", bind.name);
  for (const auto& socket : sockets)
    log::notice("CLI{} on {}, level {}, at most {} sessions", label, to_string(socket.where()),
                level_name(bind.level), bind.maxconn);
}

bool open_sockets(launch& start, const master_options& options) {
  for (const auto& bind : options.binds) {
    auto sockets = net::open_listeners(bind.where, bind.socket);
    if (!sockets)
      return report(sockets.error());
    if (options.verbose)
      tell_sockets(*sockets, bind);
    start.listeners.push_back({std::move(*sockets), bind.level, bind.maxconn});
  }
  return true;
}

/// 1,024 sessions with channels to several workers need more than the usual 1,024 descriptors.
void raise_descriptor_limit() {
  auto limit = rlimit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// What HAProxy's master tells by its environment: its clients and workers read it.
void set_environment(launch& start, const master_options& options) {
  auto clis = std::vector<std::string>{};
  for (const auto& listener : start.listeners)
    for (const auto& socket : listener.sockets)
      clis.insert(clis.begin(), to_string(socket.where())); // HAProxy's order is the reverse
  auto own = std::vector<std::pair<std::string, std::string>>{
      {"HAPROXY_MWORKER", "1"},
      {"HAPROXY_MASTER_CLI", fmt::format("{}", fmt::join(clis, ";"))},
      {"HAPROXY_CFGFILES", fmt::format("{}", fmt::join(options.config_paths, ";"))},
  };
  auto& workers = start.configuration.environment;
  for (const auto& [name, value] : own) {
    ::setenv(name.c_str(), value.c_str(), 1);
    auto beginning = name + "=";
    std::erase_if(workers, [&](const auto& one) { return one.starts_with(beginning); });
    workers.push_back(beginning.append(value));
  }
}

std::optional<worker_program> make_program(const launch& start, unsigned workers) {
  auto sealed = seal_sources(start.sources);
  if (!sealed) {
    report(sealed.error());
    return std::nullopt;
  }
  auto streams = std::shared_ptr<net::unique_fd>{};
  if (start.daemon)
    streams = std::make_shared<net::unique_fd>(::open("/dev/null", O_RDWR | O_CLOEXEC));
  return worker_program{.path = "/proc/self/exe",
                        .environment = start.configuration.environment,
                        .count = workers,
                        .configuration = std::make_shared<net::unique_fd>(std::move(*sealed)),
                        .streams = std::move(streams)};
}

std::function<void()> when_ready(std::string pid_file, std::shared_ptr<net::daemon> background) {
  return [pid_file = std::move(pid_file), background = std::move(background)] {
    if (!pid_file.empty())
      if (auto written = net::write_pid_file(pid_file, ::getpid()); !written)
        log::alert("{}", written.error());
    if (background)
      background->ready();
  };
}

/// Ignored signals stay so over exec; workers get their own dispositions.
void ignore_signals() {
  for (auto signal : {SIGPIPE, SIGQUIT, SIGPROF, SIGTTIN, SIGTTOU})
    std::signal(signal, SIG_IGN);
}

int start_system(launch start, const master_options& options) {
  auto background = std::shared_ptr<net::daemon>{};
  if (start.daemon) {
    auto detached = net::daemon::detach();
    if (!detached)
      return report(fmt::format("cannot go to the background: {}", detached.error().message())),
             failed;
    background = std::make_shared<net::daemon>(std::move(*detached));
  }
  auto workers = options.nbproc.value_or(start.configuration.nbproc.value_or(1));
  auto program = make_program(start, workers);
  if (!program)
    return failed;
  if (!options.trace_file.empty())
    if (auto opened = trace::open(options.trace_file); !opened)
      return report(opened.error()), failed;
  return run_system({.listeners = std::move(start.listeners),
                     .workers = static_cast<int>(workers),
                     .exit_on_failure = start.configuration.exit_on_failure,
                     .version = MW_VERSION,
                     .program = std::move(*program),
                     .on_ready = when_ready(start.pid_file, std::move(background))});
}

} // namespace

int run_master(const master_options& options) {
  if (options.quiet)
    log::set_threshold(log::severity::alert);
  for (const auto& warning : options.warnings)
    log::warning("{}", warning);
  auto start = launch{};
  if (!change_directory(options) || !read_configuration(start, options))
    return failed;
  if (options.check_only) {
    fmt::print("Configuration file is valid\n");
    return 0;
  }
  ignore_signals();
  raise_descriptor_limit();
  if (!check_pid_file(start.pid_file) || !open_sockets(start, options))
    return failed;
  set_environment(start, options);
  return start_system(std::move(start), options);
}

} // namespace mw
