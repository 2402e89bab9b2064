// The master, the life of one worker: see master.hpp.
#include "actors/master/master.hpp"

#include "actors/processes/worker_end.hpp"

#include <algorithm>
#include <csignal>

namespace mw {

namespace {

constexpr auto most_log = size_t{64} * 1024;

} // namespace

master_state::master_state(runtime::host<handle>* self, route_news_actor route_news,
                           master_environment environment)
    : self_(self),
      route_news_(std::move(route_news)),
      environment_(std::move(environment)),
      current_(make_generation(std::exchange(environment_.plan, nullptr))),
      started_(self_->clock().now()),
      log_(most_log) {
  self_->set_down_handler([this](caf::down_msg& gone) { actor_gone(gone.source); });
  log_.append(environment_.startup_log);
}

master_actor::behavior_type master_state::make_behavior() {
  self_->send(route_news_, service_news{.workers = current_.plan->workers});
  for (auto& one : current_.workers)
    start(one, current_.plan);
  if (environment_.programs)
    self_->monitor(environment_.programs);
  environment_.observer->may_take(current_.plan->ready_within);
  return {
      [this](const worker_started& news) { started(news); },
      [this](const worker_ready& news) { ready(news); },
      [this](const worker_liveness& news) { liveness(news); },
      [this](const worker_said& news) { said(news); },
      [this](const worker_ended& news) { ended(news); },
      [this](const list_processes&) { return table(); },
      [this](const reload& how) { return asked_to_reload(how); },
      [this](const ask_startup_log&) { return startup_log{log_.text()}; },
      [this](const watch_certificate& which, const listener_actor& listener) {
        tls_listeners_[which.listener] = listener;
      },
      [this](const health_check&) { return check_health(); },
      [this](const program_started& news) { program_has_started(news); },
      [this](const program_ended& news) { program_has_ended(news); },
      [this](programs_changed& news) { programs_are(std::move(news)); },
      [this](const programs_gone&) { all_programs_gone(); },
      [this](const signal_received& news) { got_signal(news.signal); },
      [this](const restart_due& which) { restart(which.serial); },
  };
}

master_state::generation master_state::make_generation(plan_ptr plan) {
  auto made = generation{std::move(plan), {}};
  for (auto relative = 1; relative <= made.plan->workers; ++relative) {
    auto info = process_info{.key = {.relative = relative}, .version = environment_.version};
    info.state = worker_state::waiting;
    // One source for all: copies of it would give all workers the same delays.
    auto random = [this] { return environment_.random(); };
    made.workers.push_back({std::move(info), restart_policy{random}});
  }
  return made;
}

void master_state::start(worker& one, const plan_ptr& plan) {
  if (!advance(one, worker_event::start))
    return;
  one.info.key = {.relative = one.info.key.relative, .serial = ++last_serial_};
  one.ready_since.reset();
  one.proxy = environment_.start_worker(one.info.key, plan, self_, predecessor_of(one));
  proxies_.emplace(one.proxy.address(), running_proxy{one.info.key, one.proxy});
  self_->monitor(one.proxy);
}

/// The current worker with the same number, if this one is to replace it. What is special about
/// worker 1's servers holds for a built-in worker with a new number; HAProxy's sockets do not.
worker_proxy_actor master_state::predecessor_of(const worker& one) const {
  const auto& all = current_.workers;
  auto is_new = one.info.key.relative > static_cast<int32_t>(all.size());
  auto number = is_new && !current_.plan->program.haproxy ? 1 : one.info.key.relative;
  auto same = [&](const worker& other) {
    return other.info.key.relative == number && serves(other.info.state);
  };
  auto found = std::find_if(all.begin(), all.end(), same);
  return found == all.end() ? worker_proxy_actor{} : found->proxy;
}

void master_state::started(const worker_started& news) {
  auto* one = find(news.process);
  if (one == nullptr)
    return;
  one->info.key = news.process;
  one->info.master_fd = news.master_fd;
  one->info.worker_fd = news.worker_fd;
  tell(log::severity::notice, fmt::format("Initializing new worker ({})", news.process.pid));
  note(lifecycle_event::kind::worker_started, news.process);
}

void master_state::ready(const worker_ready& news) {
  auto* one = find(news.process);
  if (one == nullptr || !advance(*one, worker_event::answered))
    return;
  one->ready_since = self_->clock().now();
  one->was_ready = true;
  if (!news.version.empty())
    one->info.version = news.version;
  note(lifecycle_event::kind::worker_ready, news.process, one->info.version);
  if (find_in(current_.workers, news.process) != nullptr)
    current_ready(*one);
  else
    candidate_ready();
}

void master_state::current_ready(const worker& one) {
  auto was_ready = [](const worker& other) { return other.was_ready; };
  const auto& all = current_.workers;
  if (all_ready_once_ || !std::all_of(all.begin(), all.end(), was_ready))
    return self_->send(route_news_, worker_up{one.info.key}, one.proxy);
  all_ready_once_ = true;
  // Who reads that all are ready asks for one at once: the route news must know them by then.
  self_->request(route_news_, route_news_time_limit, worker_up{one.info.key}, one.proxy)
      .then([this] { announce(); }, [this](const caf::error&) { announce(); });
}

void master_state::announce() {
  if (exit_code_)
    return;
  announced_ = true;
  run_programs_of_plan(false);
  tell(log::severity::notice, "Loading success.");
  environment_.observer->started();
  begin_wanted_reload();
}

void master_state::liveness(const worker_liveness& news) {
  auto* one = find(news.process);
  auto event = news.answers ? worker_event::heard : worker_event::silent;
  if (one == nullptr || !advance(*one, event))
    return;
  auto how = news.answers ? "answers again" : "does not answer: suspect";
  tell(log::severity::warning, fmt::format("{} {}", to_string(news.process), how));
  using kind = lifecycle_event::kind;
  note(news.answers ? kind::worker_heard : kind::worker_silent, news.process);
}

void master_state::said(const worker_said& news) {
  if (find(news.process) != nullptr)
    log_.append(news.lines);
}

void master_state::ended(const worker_ended& news) {
  auto* one = find(news.process);
  if (one == nullptr)
    return;
  one->proxy = nullptr;
  one->ended_at = self_->clock().now();
  one->info.last_end = end_text(news);
  one->info.last_words = news.last_words;
  self_->send(route_news_, worker_down{news.process, one->info.last_end});
  note(lifecycle_event::kind::worker_ended, news.process, one->info.last_end);
  auto same = [&](const worker& other) { return &other == one; };
  if (auto old = std::find_if(old_.begin(), old_.end(), same); old != old_.end()) {
    old_ended(*one, news);
    old_.erase(old);
    return finish_if_all_ended();
  }
  auto is_current = std::any_of(current_.workers.begin(), current_.workers.end(), same);
  is_current ? current_ended(*one, news) : candidate_ended(news);
}

void master_state::actor_gone(const caf::actor_addr& actor) {
  if (environment_.programs && actor == environment_.programs.address()) {
    environment_.programs = nullptr; // by a fault of ours: its programs have ended with it
    return all_programs_gone();
  }
  auto gone = proxies_.extract(actor);
  if (!gone)
    return;
  const auto& process = gone.mapped().process;
  if (const auto* one = find(process); one != nullptr) // by a fault of ours: no last message
    ended({.process = one->info.key, .signal = SIGKILL, .cause = "lost its proxy"});
}

bool master_state::advance(worker& one, worker_event event) {
  auto next = next_state(one.info.state, event);
  if (next)
    one.info.state = *next;
  return next.has_value();
}

master_state::worker* master_state::find_in(std::vector<worker>& workers,
                                            const process_key& process) {
  auto found = std::find_if(workers.begin(), workers.end(), [&](const worker& one) {
    return one.proxy && one.info.key.serial == process.serial;
  });
  return found == workers.end() ? nullptr : &*found;
}

master_state::worker* master_state::find(const process_key& process) {
  if (auto* one = find_in(current_.workers, process))
    return one;
  if (candidate_)
    if (auto* one = find_in(candidate_->workers, process))
      return one;
  return find_in(old_, process);
}

} // namespace mw
