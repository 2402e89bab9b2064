// The components and how they are tied: see system.hpp.
#include "actors/start/system.hpp"

#include "actors/entry/listener.hpp"
#include "actors/events/event_book.hpp"
#include "actors/master/master.hpp"
#include "actors/master/watchdog.hpp"
#include "actors/merge/carried_totals.hpp"
#include "actors/processes/guardian_keeper.hpp"
#include "actors/programs/program_keeper.hpp"
#include "actors/routing/route_news.hpp"
#include "actors/routing/router.hpp"
#include "actors/runtime/scheduler.hpp"
#include "actors/start/signal_source.hpp"
#include "actors/worker_proxy/worker_threads.hpp"

#include <asio/post.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/send.hpp>
#include <fmt/format.h>

#include <future>
#include <memory>
#include <random>

namespace mw {

namespace {

class system_config : public caf::actor_system_config {
public:
  system_config() {
    add_message_types<caf::id_block::mw>();
    load<runtime::asio_scheduler>();
    set("scheduler.max-threads", uint64_t{1});
  }
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

std::vector<shown_socket> shown_sockets(const std::vector<cli_listener>& listeners) {
  auto shown = std::vector<shown_socket>{};
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
        route_news_unit_(system_, "mw-routes"),
        loader_unit_(system_, "mw-loader"),
        watchdog_unit_(system_, "mw-watchdog"),
        trace_unit_(system_, "mw-trace"),
        totals_unit_(system_, "mw-totals"),
        programs_unit_(system_, "mw-programs"),
        guardian_(start_guardian_keeper(std::move(setup.guardian))),
        proxies_(system_, guardian_),
        observer_(setup.observer) {
    route_news_ = runtime::spawn_on<route_news_state>(route_news_unit_);
    loader_ = runtime::spawn_on<configuration_loader_state>(
        loader_unit_, setup.inputs, std::move(setup.sockets), setup.at_launch, setup.certificates);
    events_ = runtime::spawn_on<event_book_state>(totals_unit_);
    totals_ = runtime::spawn_on<carried_totals_state>(
        totals_unit_, route_news_, [&](const carried_totals_actor& totals) {
          return runtime::spawn_on<router_state>(totals_unit_, route_news_, applet_actor{},
                                                 setup.plan->workers, merge_sources{totals});
        });
    programs_ = runtime::spawn_on<program_keeper_state>(programs_unit_, make_random(), guardian_);
    auto facts = applet_facts{setup.version, shown_sockets(setup.listeners), &trace_unit_};
    master_ = runtime::spawn_on<master_state>(master_unit_, route_news_, environment(setup));
    signals_.emplace(master_unit_.io(), master_);
    for (auto& listener : setup.listeners)
      start_listener(std::move(listener), facts, setup.plan->workers);
    if (setup.watchdog_period)
      start_watchdog(*setup.watchdog_period, setup.on_alive);
    for (auto* unit : {&route_news_unit_, &loader_unit_, &totals_unit_, &master_unit_,
                       &watchdog_unit_, &trace_unit_, &programs_unit_})
      unit->start();
  }

  int wait() { return observer_->wait(); }

  ~components() {
    drop_signals();
    for (const auto& listener : listeners_)
      caf::anon_send(listener, stop_listening{});
    caf::anon_send_exit(route_news_, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(loader_, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(totals_, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(events_, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(programs_, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(guardian_, caf::exit_reason::user_shutdown);
    if (watchdog_)
      caf::anon_send_exit(watchdog_, caf::exit_reason::user_shutdown);
    listeners_.clear();
    route_news_ = nullptr;
    loader_ = nullptr;
    totals_ = nullptr;
    events_ = nullptr;
    programs_ = nullptr;
    guardian_ = nullptr;
    watchdog_ = nullptr;
    master_ = nullptr;
    system_.await_all_actors_done();
  }

  components(const components&) = delete;
  components& operator=(const components&) = delete;

private:
  /// Ends the handling of signals on its own thread, where one may be under way just now.
  void drop_signals() {
    auto done = std::promise<void>{};
    asio::post(master_unit_.io(), [&] {
      signals_.reset();
      done.set_value();
    });
    done.get_future().wait();
  }

  /// On the thread that starts programs: they are together what is beside the workers.
  guardian_keeper_actor start_guardian_keeper(std::optional<net::guardian> guardian) {
    return runtime::spawn_on<guardian_keeper_state>(programs_unit_, std::move(guardian));
  }

  master_environment environment(const system_setup& setup) {
    return {
        .plan = setup.plan,
        .version = setup.version,
        .startup_log = setup.startup_log,
        .loader = loader_,
        .start_worker =
            [this](const process_key& process, plan_ptr plan, const master_actor& master,
                   const worker_proxy_actor& predecessor) {
              return proxies_.start(process, std::move(plan), master, predecessor);
            },
        .observer = observer_,
        .totals = totals_,
        .events = events_,
        .programs = programs_,
        .random = make_random(),
    };
  }

  void start_listener(cli_listener listener, const applet_facts& facts, int32_t workers) {
    auto thread = fmt::format("mw-cli-{}", cli_units_.size());
    auto& unit = *cli_units_.emplace_back(std::make_unique<runtime::asio_unit>(system_, thread));
    listeners_.push_back(runtime::spawn_on<listener_state>(
        unit, listener_environment{.sockets = std::move(listener.sockets),
                                   .level = listener.level,
                                   .severity = listener.severity,
                                   .first_target = listener.first_target,
                                   .maxconn = listener.maxconn,
                                   .accept_proxy = listener.accept_proxy,
                                   .tls = std::move(listener.tls),
                                   .route_news = route_news_,
                                   .master = master_,
                                   .facts = facts,
                                   .workers = workers,
                                   .number = static_cast<uint32_t>(listeners_.size()),
                                   .master_started = steady_seconds(),
                                   .sources = {totals_, events_, master_}}));
    unit.start();
  }

  void start_watchdog(std::chrono::microseconds period, std::function<void()> on_alive) {
    auto watched = watched_components{master_, route_news_, programs_, listeners_};
    watchdog_ = runtime::spawn_on<watchdog_state>(watchdog_unit_, std::move(watched), period / 2,
                                                  std::move(on_alive));
  }

  system_config config_;
  caf::actor_system system_;
  runtime::asio_unit master_unit_;
  runtime::asio_unit route_news_unit_;
  runtime::asio_unit loader_unit_;
  runtime::asio_unit watchdog_unit_;
  runtime::asio_unit trace_unit_;
  runtime::asio_unit totals_unit_;
  runtime::asio_unit programs_unit_;
  std::vector<std::unique_ptr<runtime::asio_unit>> cli_units_;
  guardian_keeper_actor guardian_;
  worker_threads proxies_;
  std::shared_ptr<launch_observer> observer_;
  route_news_actor route_news_;
  configuration_loader_actor loader_;
  event_book_actor events_;
  carried_totals_actor totals_;
  program_keeper_actor programs_;
  master_actor master_;
  std::vector<listener_actor> listeners_;
  watchdog_actor watchdog_;
  std::optional<signal_source> signals_;
};

} // namespace

int run_system(system_setup setup) {
  auto running = components{std::move(setup)}; // a statement of its own ends the life of `setup`
  return running.wait();
}

} // namespace mw
