// The second part of the start: see launch_steps.hpp.
#include "actors/start/launch_steps.hpp"

#include "actors/actor_trace/crash_report.hpp"
#include "actors/config/text/environment.hpp"
#include "actors/log/log.hpp"
#include "actors/runtime/trace.hpp"
#include "net/listen/passed_sockets.hpp"
#include "net/process/own_children.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <csignal>
#include <cstdlib>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace mw {

namespace {

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

/// Sets the variables by which HAProxy's master tells its clients and workers about itself.
/// `localpeer` of the configuration has had its say.
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
  for (auto signal : {SIGQUIT, SIGPROF, SIGALRM})
    std::signal(signal, SIG_IGN);
}

/// The kernel says of a socket whose listen() was the last: this process, which can be told by its
/// pid to let another one have the path (`-sf`).
void claim_all_paths(const launch& start) {
  for (const auto& listener : start.listeners)
    claim_paths(listener.sockets, listener.backlog);
  start.sockets.claim_paths();
}

} // namespace

void prepare_process() {
  ignore_signals();
  raise_descriptor_limit();
}

bool open_clis(launch& start, const master_options& options) {
  if (!open_sockets(start, options))
    return false;
  set_environment(start, options);
  return true;
}

bool make_first_plan(launch& start) {
  start.sockets.replace(start.old);
  start.sockets.stand_beside(cli_sockets(start));
  if (start.daemon)
    start.inputs.streams =
        std::make_shared<net::unique_fd>(::open("/dev/null", O_RDWR | O_CLOEXEC));
  auto plan = make_plan(start.inputs, std::move(start.configuration), start.sockets);
  start.sockets.stop_replacing();
  if (!plan)
    return complain(plan.error());
  start.plan = std::move(*plan);
  return true;
}

bool go_to_background(launch& start) {
  if (!start.daemon)
    return true;
  auto before = ::getpid();
  auto detached = net::daemon::detach();
  if (!detached)
    return complain(fmt::format("cannot go to the background: {}", detached.error().message()));
  net::take_over_passed(before); // a reload may name more of it
  claim_all_paths(start);
  start.background = std::make_unique<net::daemon>(std::move(*detached));
  return true;
}

bool start_guardian(launch& start) {
  net::adopt_orphans();
  if (!start.inputs.haproxy)
    return true;
  auto guardian = net::guardian::start();
  if (!guardian)
    return complain(
        fmt::format("cannot start the workers' guardian: {}", guardian.error().message()));
  start.guardian = std::move(*guardian);
  return true;
}

bool begin_recording(const master_options& options) {
  if (!options.trace_file.empty())
    if (auto opened = trace::open(options.trace_file); !opened)
      return complain(opened.error());
  auto paths = std::vector<std::string>{};
  for (const auto& bind : options.binds)
    if (bind.where.form == net::address::kind::unix_path)
      paths.push_back(bind.where.path);
  install_crash_report(crash_report_folder(paths));
  trace::record_last(recorder::default_size);
  return true;
}

} // namespace mw
