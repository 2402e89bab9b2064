// The start of the master process: see launch.hpp.
#include "actors/launch.hpp"

#include "actors/launch_observer.hpp"
#include "actors/log.hpp"
#include "actors/runtime/trace.hpp"
#include "actors/system.hpp"
#include "net/daemon.hpp"
#include "net/passed_sockets.hpp"
#include "net/same_place.hpp"

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
  checked_configuration configuration;
  launch_settings settings;
  std::string pid_file;
  bool daemon = false;
  std::vector<cli_listener> listeners;
  plan_inputs inputs;
  std::string log; ///< what was told, for `show startup-logs`
};

/// Without what is between systemd and this process.
std::vector<std::string> environment_list() {
  auto list = std::vector<std::string>{};
  for (auto** variable = environ; *variable != nullptr; ++variable) {
    auto entry = std::string_view{*variable};
    if (!net::is_service_variable(entry.substr(0, entry.find('='))))
      list.emplace_back(entry);
  }
  return list;
}

bool report(const std::string& error) {
  log::alert("{}", error);
  return false;
}

/// A relative path of `-f`, `-S` or `-p` is meant from the directory of `-C`.
bool change_directory(const master_options& options) {
  if (options.change_to.empty() || ::chdir(options.change_to.c_str()) == 0)
    return true;
  return report(
      fmt::format("cannot change to directory '{}': {}", options.change_to, std::strerror(errno)));
}

void warn(launch& start, std::string_view text) {
  log::write(log::severity::warning, text);
  start.log += log::line(log::severity::warning, text);
}

bool read_configuration(launch& start, const master_options& options) {
  start.inputs.config_paths = options.config_paths;
  start.inputs.nbproc = options.nbproc;
  start.inputs.environment = environment_list();
  auto checked = check_configuration(options.config_paths, start.inputs.environment);
  if (!checked) {
    for (const auto& mistake : checked.error())
      report(mistake);
    return false;
  }
  for (const auto& warning : checked->values.warnings)
    warn(start, "config : " + warning);
  const auto& values = checked->values;
  start.settings = launch_settings_of(values);
  start.pid_file = options.pid_file.empty() ? values.pid_file : options.pid_file;
  start.daemon = options.daemon || (values.daemon && !options.foreground);
  start.configuration = std::move(*checked);
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

/// The workers' own sockets are opened after the CLI's, and would find it taken by ourselves.
bool check_places(const launch& start, const master_options& options) {
  for (const auto& cli : options.binds)
    for (const auto& stats : start.configuration.values.stats_sockets)
      if (net::same_place(cli.where, stats.where))
        return report(fmt::format("-S and 'stats socket' have the same address '{}'",
                                  to_string(stats.where)));
  return true;
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
  start.inputs.own_variables = {
      {"HAPROXY_MWORKER", "1"},
      {"HAPROXY_MASTER_CLI", fmt::format("{}", fmt::join(clis, ";"))},
      {"HAPROXY_CFGFILES", fmt::format("{}", fmt::join(options.config_paths, ";"))},
  };
  for (const auto& [name, value] : start.inputs.own_variables)
    ::setenv(name.c_str(), value.c_str(), 1);
}

/// Ignored signals stay so over exec; workers get their own dispositions.
void ignore_signals() {
  for (auto signal : {SIGPIPE, SIGQUIT, SIGPROF})
    std::signal(signal, SIG_IGN);
}

/// In the background the process is another one from here on.
tl::expected<std::unique_ptr<net::daemon>, std::string> go_to_background(launch& start) {
  if (!start.daemon)
    return std::unique_ptr<net::daemon>{};
  auto before = ::getpid();
  auto detached = net::daemon::detach();
  if (!detached)
    return tl::unexpected(
        fmt::format("cannot go to the background: {}", detached.error().message()));
  net::take_over_passed(before); // a reload may name more of it
  start.inputs.streams = std::make_shared<net::unique_fd>(::open("/dev/null", O_RDWR | O_CLOEXEC));
  return std::make_unique<net::daemon>(std::move(*detached));
}

int run_components(launch start, const master_options& options, socket_store sockets, plan_ptr plan,
                   std::unique_ptr<net::daemon> background) {
  auto manager = options.notify ? net::service_manager::from_environment() : net::service_manager{};
  auto observer = std::make_shared<launch_observer>(start.pid_file, std::move(background), manager);
  return run_system({.listeners = std::move(start.listeners),
                     .version = MW_VERSION,
                     .plan = std::move(plan),
                     .inputs = std::move(start.inputs),
                     .sockets = std::move(sockets),
                     .at_launch = start.settings,
                     .startup_log = std::move(start.log),
                     .observer = std::move(observer),
                     .watchdog_period = manager.watchdog_period(),
                     .on_alive = [manager] { manager.watchdog(); }});
}

int start_system(launch start, const master_options& options) {
  auto sockets = socket_store{};
  auto checked = std::move(start.configuration);
  // Before the background: who started us shall read why a port cannot be had.
  auto opened = open_worker_sockets(checked.values, sockets);
  if (!opened)
    return report(opened.error()), failed;
  auto background = go_to_background(start);
  if (!background)
    return report(background.error()), failed;
  auto plan = make_plan(start.inputs, std::move(checked), sockets);
  if (!plan)
    return report(plan.error()), failed;
  opened->clear(); // from here on only plans have them
  if (!options.trace_file.empty())
    if (auto trace_opened = trace::open(options.trace_file); !trace_opened)
      return report(trace_opened.error()), failed;
  return run_components(std::move(start), options, std::move(sockets), std::move(*plan),
                        std::move(*background));
}

} // namespace

int run_master(const master_options& options) {
  if (options.quiet)
    log::set_threshold(log::severity::alert);
  auto start = launch{};
  for (const auto& warning : options.warnings)
    warn(start, warning);
  if (!change_directory(options) || !read_configuration(start, options))
    return failed;
  if (options.check_only) {
    fmt::print("Configuration file is valid\n");
    return 0;
  }
  ignore_signals();
  raise_descriptor_limit();
  if (!check_places(start, options) || !check_pid_file(start.pid_file) ||
      !open_sockets(start, options))
    return failed;
  set_environment(start, options);
  return start_system(std::move(start), options);
}

} // namespace mw
