// The start of the master process: see launch.hpp.
#include "actors/start/launch.hpp"

#include "actors/log/log.hpp"
#include "actors/start/launch_checks.hpp"
#include "actors/start/launch_observer.hpp"
#include "actors/start/launch_steps.hpp"
#include "actors/start/system.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mw {

namespace {

constexpr auto failed = 1;

launch begin(const master_options& options) {
  if (options.quiet)
    log::set_threshold(log::severity::alert);
  auto start = launch{};
  start.old = std::make_shared<net::old_processes>(options.old_pids, options.old_signal);
  for (const auto& warning : options.warnings)
    warn(start, warning);
  return start;
}

bool has_no_bind(const config::configuration& values) {
  return std::all_of(values.proxies.begin(), values.proxies.end(),
                     [](const auto& proxy) { return proxy.binds.empty() || proxy.disabled; });
}

/// Checks for `-c` all that a start checks, opens nothing, and answers the exit code.
int check_only(launch& start, const master_options& options) {
  if (!check_places(start, options) || !check_certificates(options))
    return failed;
  if (auto there = check_programs(start.inputs, start.configuration); !there)
    return complain(there.error()), failed;
  const auto& [sources, values, rewritten] = start.configuration;
  if (start.inputs.haproxy)
    return check_with_haproxy(*start.inputs.haproxy, sources, rewritten);
  if (values.stats_sockets.empty() && has_no_bind(values))
    warn(start, "config : " + std::string(no_listener));
  if (!options.quiet)
    fmt::print("Configuration file is valid\n");
  return 0;
}

/// Called when all workers are ready: the processes that this one replaces may go.
std::function<void()> take_over_from(launch& start) {
  auto foreign = start.inputs.haproxy ? start.inputs.haproxy->foreign : nullptr;
  return [foreign, old = std::move(start.old)] {
    if (foreign)
      foreign->over = true;
    old->say_farewell();
  };
}

int run_components(launch start, const master_options& options) {
  auto manager = options.notify ? net::service_manager::from_environment() : net::service_manager{};
  auto observer = std::make_shared<launch_observer>(start.pid_file, std::move(start.background),
                                                    manager, take_over_from(start));
  return run_system({.listeners = std::move(start.listeners),
                     .version = MW_VERSION,
                     .plan = std::move(start.plan),
                     .inputs = std::move(start.inputs),
                     .sockets = std::move(start.sockets),
                     .at_launch = start.settings,
                     .certificates = std::move(start.certificates),
                     .guardian = std::move(start.guardian),
                     .startup_log = std::move(start.log),
                     .observer = std::move(observer),
                     .watchdog_period = manager.watchdog_period(),
                     .on_alive = [manager] { manager.watchdog(); }});
}

} // namespace

int run_master(const master_options& options) {
  auto start = begin(options);
  if (!change_directory(options) || !read_configuration(start, options))
    return failed;
  if (options.check_only)
    return check_only(start, options);
  prepare_process();
  auto is_ready = check_places(start, options) && check_pid_file(start.pid_file) &&
                  open_clis(start, options) && make_first_plan(start) && go_to_background(start) &&
                  start_guardian(start) && begin_recording(options);
  return is_ready ? run_components(std::move(start), options) : failed;
}

} // namespace mw
