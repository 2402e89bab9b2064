// The master, which wires its parts, until it is told to stop: see master.hpp.
#include "actors/master/master.hpp"

#include "actors/events/event_clock.hpp"
#include "actors/master/restart.hpp"
#include "actors/processes/process_end.hpp"
#include "actors/runtime/either_way.hpp"

#include <csignal>

#include <unistd.h>

namespace mw {

namespace {

void notify(service_observer& launcher, const announcement& what) {
  switch (what.step) {
  case service_step::none:
    return;
  case service_step::started:
    return launcher.started();
  case service_step::reloading:
    return launcher.reloading();
  case service_step::reloaded:
    return launcher.reloaded(true);
  case service_step::reload_failed:
    return launcher.reloaded(false);
  case service_step::stopping:
    return launcher.stopping();
  case service_step::stopped:
    return launcher.stopped(what.exit_code);
  }
}

} // namespace

master_state::master_state(runtime::host<handle>* self, route_news_actor route_news,
                           master_environment environment)
    : parts_{.self = self,
             .route_news = std::move(route_news),
             .environment = std::move(environment)} {}

master_actor::behavior_type master_state::make_behavior() {
  return {
      [this](const worker_started& news) { started(news); },
      [this](const worker_ready& news) { ready(news); },
      [this](const worker_liveness& news) { liveness(news); },
      [this](const worker_said& news) { said(news); },
      [this](const worker_ended& news) { ended(news); },
      [this](const list_processes&) { return table(); },
      [this](const reload& how) { return reload_.ask(how.hard); },
      [this](const ask_startup_log&) { return startup_log{parts_.log.text()}; },
      [this](const watch_certificate& which, const listener_actor& listener) {
        reload_.watch_certificate(which.listener, listener);
      },
      [this](const health_check&) { return parts_.processes.check_health(parts_.workers); },
      [this](const program_started& news) { parts_.reports.tell(announce::program_start(news)); },
      [this](const program_ended& news) { program_has_ended(news); },
      [this](programs_changed& news) { parts_.programs.take(std::move(news), parts_.now()); },
      [this](const programs_gone&) { programs_are_gone(); },
      [this](const signal_received& news) { got_signal(news.signal); },
  };
}

void master_state::begin() {
  auto& environment = parts_.environment;
  began_ = parts_.now();
  parts_.self->set_down_handler([this](caf::down_msg& gone) { actor_gone(gone.source); });
  if (environment.programs)
    parts_.self->monitor(environment.programs);
  add_listeners();
  parts_.log.append(environment.startup_log);
  parts_.workers.add(std::exchange(environment.plan, nullptr), environment.version);
  const auto& plan = *parts_.workers.plan();
  parts_.self->send(parts_.route_news, service_news{.workers = plan.workers});
  parts_.workers.for_each([this](worker& one) { parts_.start(one); });
  environment.observer->may_take(plan.ready_within);
}

/// Who hears of all that happens.
void master_state::add_listeners() {
  auto& reports = parts_.reports;
  reports.add([this](const announcement& what) { parts_.log.tell(what); });
  reports.add([this](const announcement& what) {
    if (!what.entry || !parts_.environment.events)
      return;
    auto entry = *what.entry;
    entry.at = wall_clock_ms();
    parts_.self->send(parts_.environment.events, lifecycle_events{{std::move(entry)}});
  });
  reports.add([this](const announcement& what) { notify(*parts_.environment.observer, what); });
}

void master_state::started(const worker_started& news) {
  auto* one = parts_.workers.find(news.process);
  if (one == nullptr)
    return;
  one->info.key = news.process;
  one->info.master_fd = news.master_fd;
  one->info.worker_fd = news.worker_fd;
  parts_.reports.tell(announce::worker_start(news.process));
}

void master_state::ready(const worker_ready& news) {
  auto* one = parts_.workers.find(news.process);
  if (one == nullptr || !worker_life.advance(one->info.state, worker_event::answered))
    return;
  one->ready_since = parts_.now();
  one->has_served = true;
  if (!news.version.empty())
    one->info.version = news.version;
  parts_.reports.tell(announce::worker_is_ready(news.process, one->info.version));
  if (one->place == worker_place::current)
    current_ready(*one);
  else
    reload_.candidate_ready();
}

void master_state::current_ready(const worker& one) {
  auto has_served = [](const worker& other) { return other.has_served; };
  auto up = worker_up{one.info.key};
  if (!parts_.workers.all(worker_place::current, has_served) ||
      !service_life.advance(parts_.state, service_event::all_ready))
    return parts_.self->send(parts_.route_news, up, one.proxy);
  // Who reads that all are ready asks for one at once: the routers must know them by then.
  runtime::either_way(parts_.self->request(parts_.route_news, route_news_time_limit, up, one.proxy),
                      [this] { announce_start(); });
}

void master_state::announce_start() {
  if (!service_life.advance(parts_.state, service_event::announced))
    return;
  parts_.run_programs(false);
  parts_.reports.tell(announce::started());
  reload_.begin_wanted();
}

void master_state::liveness(const worker_liveness& news) {
  auto* one = parts_.workers.find(news.process);
  auto event = news.answers ? worker_event::heard : worker_event::silent;
  if (one != nullptr && worker_life.advance(one->info.state, event))
    parts_.reports.tell(announce::liveness(news));
}

void master_state::said(const worker_said& news) {
  if (parts_.workers.find(news.process) != nullptr)
    parts_.log.append(news.lines);
}

void master_state::ended(const worker_ended& news) {
  auto* one = parts_.workers.find(news.process);
  if (one == nullptr)
    return;
  parts_.workers.process_ended(*one, news, parts_.now());
  switch (one->place) {
  case worker_place::current:
    return current_ended(*one, news);
  case worker_place::candidate:
    is_down(*one);
    parts_.reports.tell(announce::candidate_ended(news));
    return reload_.candidate_ended();
  default:
    is_down(*one);
    auto is_expected = one->place == worker_place::discarded || is_ending(parts_.state);
    parts_.reports.tell(is_expected ? announce::expected_end(news) : announce::former_ended(news));
    parts_.workers.erase(*one);
    finish_if_all_ended();
  }
}

void master_state::is_down(const worker& one, std::string next) {
  parts_.self->send(parts_.route_news,
                    worker_down{one.info.key, one.info.last_end, std::move(next)});
}

void master_state::current_ended(worker& one, const worker_ended& news) {
  if (is_ending(parts_.state)) {
    is_down(one);
    worker_life.advance(one.info.state, worker_event::ended);
    parts_.reports.tell(announce::expected_end(news));
    return finish_if_all_ended();
  }
  parts_.reports.tell(announce::current_ended(news));
  auto is_first = parts_.state == service_state::starting;
  auto next = decide_restart(one, news, is_first, parts_.environment.random());
  parts_.reports.tell(next.told);
  is_down(one, next.for_clients);
  if (next.exit_code)
    stop(SIGTERM, *next.exit_code);
  else if (next.restart_in)
    restart_after(one, *next.restart_in);
}

void master_state::restart_after(worker& one, restart_policy::duration delay) {
  ++one.info.restarts;
  if (delay == delay.zero())
    return parts_.start(one);
  one.restart_at = parts_.now() + delay;
  parts_.self->after(delay, [this, serial = one.info.key.serial] { restart(serial); });
}

void master_state::restart(uint64_t serial) {
  if (auto* one = parts_.workers.find_waiting(serial))
    parts_.start(*one);
}

/// By a fault of ours: no last message has come.
void master_state::actor_gone(const caf::actor_addr& actor) {
  auto& programs = parts_.environment.programs;
  if (programs && actor == programs.address()) {
    programs = nullptr; // its programs have ended with it
    return programs_are_gone();
  }
  auto process = parts_.processes.gone(actor);
  if (const auto* one = process ? parts_.workers.find(*process) : nullptr)
    ended({.process = one->info.key, .signal = SIGKILL, .cause = "lost its proxy"});
}

void master_state::program_has_ended(const program_ended& news) {
  if (is_ending(parts_.state))
    return parts_.reports.tell(announce::expected_end(news));
  auto is_fatal = parts_.workers.plan()->exit_on_failure && news.is_current &&
                  news.restart_in == program_ended::never && is_failure(news);
  parts_.reports.tell(is_fatal ? announce::fatal_end(news) : announce::program_end(news));
  if (is_fatal)
    stop(SIGTERM, exit_number(news));
}

void master_state::programs_are_gone() {
  parts_.programs_run = false;
  parts_.programs.clear();
  finish_if_all_ended();
}

process_table master_state::table() const {
  auto now = parts_.now();
  auto answer = process_table{};
  answer.master = {.key = {0, 0, getpid(), 0},
                   .actors = parts_.self->system().registry().running(),
                   .uptime = std::chrono::duration_cast<std::chrono::seconds>(now - began_).count(),
                   .version = parts_.environment.version};
  reload_.count(answer.master);
  parts_.workers.list(answer, now);
  parts_.programs.list(answer, now);
  return answer;
}

} // namespace mw
