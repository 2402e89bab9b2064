// The built-in worker's start and end: see worker.hpp.
#include "actors/worker/worker.hpp"

#include "actors/log/log.hpp"
#include "actors/relay/engine.hpp"
#include "actors/worker/base/worker_context.hpp"
#include "actors/worker/cli/channel_listener.hpp"
#include "actors/worker/cli/stats_listener.hpp"
#include "actors/worker/inherited_sockets.hpp"
#include "actors/worker/privileges.hpp"
#include "actors/worker/servers/handed_states.hpp"
#include "actors/worker/servers/server_state_file.hpp"
#include "actors/worker/show/counter_catalogue.hpp"
#include "actors/worker/startup.hpp"
#include "net/base/fault.hpp"

#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>

#include <algorithm>
#include <csignal>
#include <memory>
#include <vector>

#include <sys/prctl.h>
#include <unistd.h>

namespace mw {

namespace {

using namespace worker;

/// Everything that serving takes.
struct worker_parts {
  identity about;
  std::vector<stats_socket> sockets;
  stats_limits limits;
  relay::engine_parts balanced;
  net::unique_fd counter_memory;
  saved_states states;
};

class worker_process {
public:
  worker_process(worker_parts parts, net::unique_fd control)
      : soft_stop_signal_(io_, SIGUSR1),
        channels_(io_, std::move(control), context_, [this] { end(1); }),
        clients_(std::make_shared<stats_listener>(io_, std::move(parts.sockets), parts.limits,
                                                  context_)) {
    context_.about = std::move(parts.about);
    auto wants_to_share = static_cast<bool>(parts.counter_memory);
    auto memory = shared_counters(std::move(parts.counter_memory),
                                  shared_counters::room_of<cli_totals>() + room_of(parts.balanced));
    if (wants_to_share && !memory.are_shared())
      log::warning("what this worker counts is lost if it is killed: its master's memory cannot be "
                   "used");
    count_in(memory, std::move(parts.balanced), parts.states);
  }

  int run() {
    context_.stop.when_finished([this] { end(0); });
    soft_stop_signal_.async_wait([this](const asio::error_code& error, int) {
      if (!error) // behind the commands that have arrived together with the signal
        asio::post(io_, [this] { drain(); });
    });
    net::fault_point("worker.before-ready");
    channels_.start();
    clients_->start();
    if (balancer_)
      balancer_->start();
    io_.run();
    context_.stop.when_finished({});
    return exit_code_;
  }

private:
  void count_in(shared_counters& memory, relay::engine_parts balanced, const saved_states& states) {
    context_.counters.total = memory.make<cli_totals>();
    if (!balanced.proxies.empty())
      begin_balancing(std::move(balanced), states, memory);
    memory.publish(info_catalogue(context_, memory),
                   balancer_ ? stat_catalogue(balancer_->state(), memory) : std::string{});
  }

  /// Servers are as they were before the first client comes.
  void begin_balancing(relay::engine_parts parts, const saved_states& states,
                       shared_counters& memory) {
    parts.memory = &memory;
    for (const auto& line : states.warnings)
      log::warning("{}", line);
    balancer_ = std::make_unique<relay::engine>(io_, std::move(parts), context_.stop);
    context_.balancer = balancer_.get();
    restore_states(states, *balancer_);
  }

  void drain() {
    net::fault_point("worker.draining");
    context_.stop.request();
  }

  void end(int exit_code) {
    exit_code_ = exit_code;
    io_.stop();
  }

  worker_context context_;
  asio::io_context io_{1};
  asio::signal_set soft_stop_signal_;
  cli_listener channels_;
  std::shared_ptr<stats_listener> clients_;
  std::unique_ptr<relay::engine> balancer_; ///< none without proxies
  int exit_code_ = 0;
};

/// Privileges go last: what comes before may need them.
tl::expected<worker_parts, std::string>
prepare(const worker_options& options, const config::configuration& settings, pid_t parent) {
  auto sockets = take_sockets(options.sockets, settings);
  if (!sockets)
    return tl::unexpected(std::move(sockets.error()));
  auto clis = take_stats_sockets(settings.stats_sockets, *sockets);
  auto states = read_saved_states(settings);
  read_handed_states(options.states_fd, settings.proxies, states);
  if (auto set = set_limits(settings); !set)
    return tl::unexpected(std::move(set.error()));
  if (auto dropped = drop_privileges(settings, parent); !dropped)
    return tl::unexpected(std::move(dropped.error()));
  return worker_parts{.about = make_identity(options, settings),
                      .sockets = std::move(clis),
                      .limits = {settings.stats_maxconn, settings.stats_timeout},
                      .balanced = {settings.proxies, std::move(*sockets),
                                   settings.maxconn.value_or(0), settings.spread_checks.value_or(0),
                                   options.count},
                      .counter_memory = net::unique_fd(options.counters_fd),
                      .states = std::move(states)};
}

} // namespace

int run_worker(const worker_options& options, const config::configuration& settings) {
  auto parent = ::getppid();
  auto control = net::unique_fd(options.control_fd);
  prepare_signals();
  auto parts = prepare(options, settings, parent);
  if (!parts) {
    log::alert("{}", parts.error());
    return 1;
  }
  return worker_process(std::move(*parts), std::move(control)).run();
}

int run_worker(const worker_options& options) {
  ::prctl(PR_SET_NAME, "mw-actors"); // exec has named it after the link in /proc that it came by
  prepare_signals();
  net::fault_point("worker.before-config");
  auto settings = load_config(options.config_fd);
  if (!settings) {
    for (const auto& line : settings.error())
      log::alert("{}", line);
    return 1;
  }
  return run_worker(options, *settings);
}

} // namespace mw
