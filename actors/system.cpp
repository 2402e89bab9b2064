// The components and how they are tied: see system.hpp.
#include "actors/system.hpp"

#include "actors/listener.hpp"
#include "actors/master.hpp"
#include "actors/router.hpp"
#include "actors/runtime/scheduler.hpp"
#include "actors/runtime/unit_pool.hpp"
#include "actors/worker_proxy.hpp"

#include <asio/signal_set.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/send.hpp>
#include <fmt/format.h>

#include <csignal>
#include <future>
#include <map>
#include <random>

namespace mw {

namespace {

class system_config : public caf::actor_system_config {
public:
  system_config() {
    add_message_types<caf::id_block::mw>();
    load<asio_scheduler>();
    set("scheduler.max-threads", uint64_t{1});
  }
};

/// Tells the master of signals, for as long as it lives.
class signal_source {
public:
  signal_source(asio::io_context& io, master_actor master)
      : signals_(io, SIGTERM, SIGINT, SIGUSR1), master_(std::move(master)) {
    signals_.add(SIGUSR2);
    signals_.add(SIGHUP);
    next();
  }

private:
  void next() {
    signals_.async_wait([this](asio::error_code error, int signal) {
      if (error)
        return;
      auto cause = trace::scope{trace::next()};
      caf::anon_send(master_, signal_received{signal});
      next();
    });
  }

  asio::signal_set signals_;
  master_actor master_;
};

/// The threads of the worker proxies. The master's thread only.
class proxy_threads {
public:
  proxy_threads(caf::actor_system& system, worker_program program)
      : pool_(system), program_(std::move(program)) {}

  worker_proxy_actor start(const process_key& process, const master_actor& master) {
    auto& unit = pool_.acquire(fmt::format("mw-worker-{}", process.relative));
    units_.emplace(process.serial, &unit);
    return spawn_on<worker_proxy_state>(unit, process, program_, master);
  }

  void release(uint64_t serial) {
    if (auto unit = units_.extract(serial))
      pool_.release(*unit.mapped());
  }

private:
  unit_pool pool_;
  worker_program program_;
  std::map<uint64_t, asio_unit*> units_;
};

std::function<double()> make_random() {
  return [engine = std::mt19937_64{std::random_device{}()}]() mutable {
    return std::uniform_real_distribution<>{0, 1}(engine);
  };
}

int64_t steady_seconds() {
  auto since_epoch = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count();
}

std::vector<cli_socket> shown_sockets(const std::vector<cli_listener>& listeners) {
  auto shown = std::vector<cli_socket>{};
  for (const auto& listener : listeners)
    for (const auto& socket : listener.sockets)
      shown.push_back({to_string(socket.where()), listener.level});
  return shown;
}

/// The running components. Units end after the actors on them, the actor system last.
class components {
public:
  explicit components(system_setup setup)
      : system_(config_),
        master_unit_(system_, "mw-master"),
        router_unit_(system_, "mw-router"),
        proxies_(system_, setup.program) {
    router_ = spawn_on<router_state>(router_unit_);
    auto facts = applet_facts{setup.version, shown_sockets(setup.listeners)};
    master_ = spawn_on<master_state>(master_unit_, router_, environment(setup));
    signals_.emplace(master_unit_.io(), master_);
    for (auto& listener : setup.listeners)
      start_listener(std::move(listener), facts, setup.workers);
    router_unit_.start();
    master_unit_.start();
  }

  int wait() { return exit_code_.get_future().get(); }

  ~components() {
    signals_.reset();
    for (const auto& listener : listeners_)
      caf::anon_send(listener, stop_listening{});
    caf::anon_send_exit(router_, caf::exit_reason::user_shutdown);
    listeners_.clear();
    router_ = nullptr;
    master_ = nullptr;
    system_.await_all_actors_done();
  }

  components(const components&) = delete;
  components& operator=(const components&) = delete;

private:
  master_environment environment(const system_setup& setup) {
    return {
        .workers = setup.workers,
        .exit_on_failure = setup.exit_on_failure,
        .version = setup.version,
        .start_worker =
            [this](const process_key& process, const master_actor& master) {
              return proxies_.start(process, master);
            },
        .release_worker = [this](uint64_t serial) { proxies_.release(serial); },
        .on_ready = setup.on_ready,
        .on_stopped = [this](int code) { exit_code_.set_value(code); },
        .random = make_random(),
    };
  }

  void start_listener(cli_listener listener, const applet_facts& facts, int workers) {
    auto thread = fmt::format("mw-cli-{}", cli_units_.size());
    auto& unit = *cli_units_.emplace_back(std::make_unique<asio_unit>(system_, thread));
    listeners_.push_back(
        spawn_on<listener_state>(unit, listener_environment{.sockets = std::move(listener.sockets),
                                                            .level = listener.level,
                                                            .maxconn = listener.maxconn,
                                                            .router = router_,
                                                            .master = master_,
                                                            .facts = facts,
                                                            .workers = workers,
                                                            .master_started = steady_seconds()}));
    unit.start();
  }

  system_config config_;
  caf::actor_system system_;
  asio_unit master_unit_;
  asio_unit router_unit_;
  std::vector<std::unique_ptr<asio_unit>> cli_units_;
  proxy_threads proxies_;
  std::promise<int> exit_code_;
  router_actor router_;
  master_actor master_;
  std::vector<listener_actor> listeners_;
  std::optional<signal_source> signals_;
};

} // namespace

int run_system(system_setup setup) {
  return components{std::move(setup)}.wait();
}

} // namespace mw
