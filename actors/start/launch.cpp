// The start of the master process: see launch.hpp.
#include "actors/start/launch.hpp"

#include "actors/actor_trace/crash_report.hpp"
#include "actors/config/text/environment.hpp"
#include "actors/log/log.hpp"
#include "actors/runtime/trace.hpp"
#include "actors/start/launch_checks.hpp"
#include "actors/start/launch_observer.hpp"
#include "actors/start/system.hpp"
#include "net/listen/passed_sockets.hpp"
#include "net/process/daemon.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace mw {

namespace {

constexpr auto failed = 1;

/// `-V` and `-d`: what the program listens on, by the names that the operator gave.
void tell_sockets(const std::vector<net::listen_socket>& sockets,
                  const config::listener_settings& bind) {
  auto label = bind.name.empty() ? std::string{} : fmt::format(" '{}'", bind.name);
  for (const auto& socket : sockets)
    log::notice("CLI{} on {}, level {}, at most {} sessions", label, to_string(socket.where()),
                level_name(bind.level), bind.maxconn);
}

/// Without a context: this CLI speaks plain text.
tl::expected<certificate_box, std::string> certificate_for(launch& start,
                                                           const config::listener_settings& bind) {
  if (!bind.tls.on)
    return certificate_box{};
  start.certificates.push_back(certificate_of(bind, start.listeners.size()));
  return read_certificate(start.certificates.back());
}

std::vector<int> cli_sockets(const launch& start) {
  auto all = std::vector<int>{};
  for (const auto& listener : start.listeners)
    for (const auto& socket : listener.sockets)
      if (socket.where().form == net::address::kind::inet)
        all.push_back(socket.fd());
  return all;
}

bool open_sockets(launch& start, const master_options& options) {
  for (const auto& bind : options.binds) {
    auto certificate = certificate_for(start, bind);
    if (!certificate)
      return complain(certificate.error());
    auto socket_options = bind.socket;
    socket_options.beside = cli_sockets(start);
    auto sockets = start.old->open(bind.where, socket_options);
    if (!sockets)
      return complain(sockets.error());
    if (options.verbose)
      tell_sockets(*sockets, bind);
    start.listeners.push_back({.sockets = std::move(*sockets),
                               .level = bind.level,
                               .maxconn = bind.maxconn,
                               .severity = bind.severity,
                               .first_target = bind.first_target,
                               .backlog = bind.socket.backlog,
                               .accept_proxy = bind.accept_proxy,
                               .tls = std::move(certificate->context)});
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

/// What HAProxy's master tells by its environment: its clients and workers read it. `localpeer` of
/// the configuration has had its say.
void set_environment(launch& start, const master_options& options) {
  auto clis = std::vector<std::string>{};
  for (const auto& listener : start.listeners)
    for (const auto& socket : listener.sockets)
      clis.insert(clis.begin(), to_string(socket.where())); // HAProxy's order is the reverse
  auto& own = start.inputs.own_variables;
  own.emplace_back("HAPROXY_MASTER_CLI", fmt::format("{}", fmt::join(clis, ";")));
  own.emplace_back("HAPROXY_CFGFILES", fmt::format("{}", fmt::join(options.config_paths, ";")));
  for (const auto& [name, value] : own)
    ::setenv(name.c_str(), value.c_str(), 1);
  auto configured = config::environment{start.configuration.values.environment};
  if (auto name = configured.get(config::local_peer_variable))
    ::setenv(config::local_peer_variable, std::string{*name}.c_str(), 1);
}

/// Ignored signals stay so over exec; workers get their own dispositions. What writing may raise is
/// ignored already (main.cpp).
void ignore_signals() {
  for (auto signal : {SIGQUIT, SIGPROF})
    std::signal(signal, SIG_IGN);
}

/// The kernel says of a socket whose listen() was the last: this process, which can be told by its
/// pid to let another one have the path (`-sf`).
void claim_paths(const launch& start) {
  for (const auto& listener : start.listeners)
    for (const auto& socket : listener.sockets)
      if (socket.where().form == net::address::kind::unix_path)
        ::listen(socket.fd(), listener.backlog);
}

/// In the background the process is another one from here on.
tl::expected<std::unique_ptr<net::daemon>, std::string> go_to_background(const launch& start) {
  if (!start.daemon)
    return std::unique_ptr<net::daemon>{};
  auto before = ::getpid();
  auto detached = net::daemon::detach();
  if (!detached)
    return tl::unexpected(
        fmt::format("cannot go to the background: {}", detached.error().message()));
  net::take_over_passed(before); // a reload may name more of it
  claim_paths(start);
  return std::make_unique<net::daemon>(std::move(*detached));
}

/// HAProxy's processes do not see that their master is gone.
tl::expected<std::optional<net::guardian>, std::string> start_guardian(const launch& start) {
  if (!start.inputs.haproxy)
    return std::nullopt;
  auto guardian = net::guardian::start();
  if (!guardian)
    return tl::unexpected(
        fmt::format("cannot start the workers' guardian: {}", guardian.error().message()));
  return std::optional{std::move(*guardian)};
}

/// From here on the last messages between actors are there to be looked at, should it come to that.
void begin_recording(const master_options& options) {
  auto paths = std::vector<std::string>{};
  for (const auto& bind : options.binds)
    if (bind.where.form == net::address::kind::unix_path)
      paths.push_back(bind.where.path);
  install_crash_report(crash_report_folder(paths));
  trace::record_last(recorder::default_size);
}

/// What is to be done when all workers are ready.
std::function<void()> take_over_from(launch& start) {
  auto foreign = start.inputs.haproxy ? start.inputs.haproxy->foreign : nullptr;
  return [foreign, old = std::move(start.old)] {
    if (foreign)
      foreign->over = true;
    old->say_farewell();
  };
}

int run_components(launch start, const master_options& options, socket_store sockets, plan_ptr plan,
                   std::unique_ptr<net::daemon> background) {
  auto manager = options.notify ? net::service_manager::from_environment() : net::service_manager{};
  auto observer = std::make_shared<launch_observer>(start.pid_file, std::move(background), manager,
                                                    take_over_from(start));
  return run_system({.listeners = std::move(start.listeners),
                     .version = MW_VERSION,
                     .plan = std::move(plan),
                     .inputs = std::move(start.inputs),
                     .sockets = std::move(sockets),
                     .at_launch = start.settings,
                     .certificates = std::move(start.certificates),
                     .guardian = std::move(start.guardian),
                     .startup_log = std::move(start.log),
                     .observer = std::move(observer),
                     .watchdog_period = manager.watchdog_period(),
                     .on_alive = [manager] { manager.watchdog(); }});
}

int start_system(launch start, const master_options& options) {
  auto sockets = socket_store{};
  sockets.replace(start.old);
  sockets.stand_beside(cli_sockets(start));
  if (start.daemon)
    start.inputs.streams =
        std::make_shared<net::unique_fd>(::open("/dev/null", O_RDWR | O_CLOEXEC));
  // Before the background: who started us shall read why a port cannot be had.
  auto plan = make_plan(start.inputs, std::move(start.configuration), sockets);
  sockets.stop_replacing();
  if (!plan)
    return complain(plan.error()), failed;
  auto background = go_to_background(start);
  if (!background)
    return complain(background.error()), failed;
  auto guardian = start_guardian(start);
  if (!guardian)
    return complain(guardian.error()), failed;
  start.guardian = std::move(*guardian);
  if (!options.trace_file.empty())
    if (auto trace_opened = trace::open(options.trace_file); !trace_opened)
      return complain(trace_opened.error()), failed;
  begin_recording(options);
  return run_components(std::move(start), options, std::move(sockets), std::move(*plan),
                        std::move(*background));
}

bool has_no_bind(const config::configuration& values) {
  return std::all_of(values.proxies.begin(), values.proxies.end(),
                     [](const auto& proxy) { return proxy.binds.empty() || proxy.disabled; });
}

/// `-c`: checks all that a start checks, and opens nothing.
int check(launch& start, const master_options& options) {
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

} // namespace

int run_master(const master_options& options) {
  if (options.quiet)
    log::set_threshold(log::severity::alert);
  auto start = launch{};
  start.old = std::make_shared<net::old_processes>(options.old_pids, options.old_signal);
  for (const auto& warning : options.warnings)
    warn(start, warning);
  if (!change_directory(options))
    return failed;
  prepare_haproxy(start, options);
  if (!read_configuration(start, options))
    return failed;
  if (options.check_only)
    return check(start, options);
  ignore_signals();
  raise_descriptor_limit();
  if (!check_places(start, options) || !check_pid_file(start.pid_file) ||
      !open_sockets(start, options))
    return failed;
  set_environment(start, options);
  return start_system(std::move(start), options);
}

} // namespace mw
