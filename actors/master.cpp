// The master: see master.hpp.
#include "actors/master.hpp"

#include "actors/log.hpp"
#include "actors/worker_end.hpp"

#include <algorithm>
#include <csignal>

#include <unistd.h>

namespace mw {

namespace {

constexpr auto router_time_limit = std::chrono::seconds{5};

} // namespace

master_state::master_state(host<handle>* self, router_actor router, master_environment environment)
    : self_(self), router_(std::move(router)), environment_(std::move(environment)) {
  self_->set_down_handler([this](caf::down_msg& gone) { proxy_gone(gone.source); });
  started_ = now();
  for (auto relative = 1; relative <= environment_.workers; ++relative) {
    auto info = process_info{.key = {.relative = relative}, .version = environment_.version};
    slots_.push_back({std::move(info), {}, restart_policy{environment_.random}, {}, false});
  }
}

master_actor::behavior_type master_state::make_behavior() {
  for (auto& worker : slots_)
    start(worker);
  return {
      [this](const worker_started& news) { started(news); },
      [this](const worker_ready& news) { ready(news); },
      [this](const worker_ended& news) { ended(news); },
      [this](const list_processes&) { return table(); },
      [this](const signal_received& news) { got_signal(news.signal); },
      [this](const restart_due& which) { restart(which.relative); },
      [this](const stop_overdue&) { kill_all(); },
  };
}

void master_state::start(slot& worker) {
  worker.info.key = {.relative = worker.info.key.relative, .serial = ++last_serial_};
  worker.info.state = worker_state::starting;
  worker.ready_since.reset();
  worker.proxy = environment_.start_worker(worker.info.key, self_);
  proxies_.emplace(worker.proxy.address(), running_proxy{last_serial_, worker.proxy});
  self_->monitor(worker.proxy);
}

void master_state::started(const worker_started& news) {
  auto* worker = find(news.process);
  if (worker == nullptr)
    return;
  worker->info.key = news.process;
  worker->info.master_fd = news.master_fd;
  worker->info.worker_fd = news.worker_fd;
  log::notice("Initializing new worker ({})", news.process.pid);
  if (exit_code_) // told to stop between the order to start it and its start
    self_->send(worker->proxy, signal_worker{SIGTERM});
}

void master_state::ready(const worker_ready& news) {
  auto* worker = find(news.process);
  if (worker == nullptr || exit_code_)
    return;
  worker->info.state = worker_state::ready;
  worker->ready_since = self_->clock().now();
  worker->was_ready_once = true;
  auto was_ready = [](const slot& one) { return one.was_ready_once; };
  if (all_ready_once_ || !std::all_of(slots_.begin(), slots_.end(), was_ready))
    return self_->send(router_, worker_up{news.process}, worker->proxy);
  all_ready_once_ = true;
  // Who reads that all are ready asks for one at once: the router must know them by then.
  self_->request(router_, router_time_limit, worker_up{news.process}, worker->proxy)
      .then([this] { announce(); }, [this](const caf::error&) { announce(); });
}

void master_state::announce() {
  if (exit_code_)
    return;
  log::notice("Loading success.");
  environment_.on_ready();
}

void master_state::ended(const worker_ended& news) {
  auto* worker = find(news.process);
  if (worker == nullptr)
    return;
  auto reason = end_text(news);
  self_->send(router_, worker_down{news.process, reason});
  worker->proxy = nullptr;
  worker->info.state = worker_state::waiting;
  worker->info.last_end = reason;
  if (exit_code_)
    return finish_if_all_ended();
  log_end(news);
  restart_or_give_up(*worker, exit_number(news));
}

void master_state::restart_or_give_up(slot& worker, int exit_number_of_worker) {
  auto served = std::optional<restart_policy::duration>{};
  if (worker.ready_since)
    served = std::chrono::duration_cast<restart_policy::duration>(self_->clock().now() -
                                                                  *worker.ready_since);
  auto delay = worker.policy.after_end(served);
  if (!all_ready_once_ && worker.policy.failures() >= most_failed_starts) {
    log::alert("worker {} was not ready after {} starts: giving up", worker.info.key.relative,
               most_failed_starts);
    return stop(SIGTERM, exit_number_of_worker == 0 ? 1 : exit_number_of_worker);
  }
  if (environment_.exit_on_failure) {
    log::alert("exit-on-failure: killing every processes with SIGTERM");
    auto was_told_to_end =
        exit_number_of_worker == 128 + SIGTERM; // HAProxy's master ends well then
    return stop(SIGTERM, was_told_to_end ? 0 : exit_number_of_worker);
  }
  restart_later(worker, delay);
}

void master_state::restart_later(slot& worker, restart_policy::duration delay) {
  ++worker.info.restarts;
  log::notice("worker {} is started again in {} ms", worker.info.key.relative, delay.count());
  if (delay == delay.zero())
    start(worker);
  else
    self_->delayed_send(self_, delay, restart_due{worker.info.key.relative});
}

void master_state::restart(int32_t relative) {
  auto& worker = slots_.at(static_cast<size_t>(relative) - 1);
  if (!exit_code_ && !worker.proxy)
    start(worker);
}

void master_state::proxy_gone(const caf::actor_addr& proxy) {
  auto known = proxies_.find(proxy);
  if (known == proxies_.end())
    return;
  auto serial = known->second.serial;
  proxies_.erase(known);
  environment_.release_worker(serial);
  for (const auto& worker : slots_) // it ended by a fault of ours, without a last message
    if (worker.proxy && worker.info.key.serial == serial)
      return ended({.process = worker.info.key, .signal = SIGKILL, .cause = "lost its proxy"});
}

void master_state::got_signal(int signal) {
  switch (signal) {
  case SIGUSR1:
    return stop(SIGUSR1, 0);
  case SIGTERM:
    return stop(SIGTERM, 0);
  case SIGINT:
    return stop(SIGINT, 128 + SIGINT);
  default:
    log::warning("{}: reload is not supported by this version, the signal is ignored",
                 strsignal(signal));
  }
}

void master_state::stop(int signal, int exit_code) {
  auto soft = signal == SIGUSR1; // takes as long as the clients do
  if (soft && exit_code_)
    return;
  if (std::exchange(stopping_hard_, !soft))
    return kill_all(); // asked twice: harder
  if (!exit_code_)
    log::warning("Exiting Master process...");
  exit_code_ = exit_code;
  for (auto& worker : slots_)
    if (worker.proxy)
      worker.info.state = worker_state::stopping;
  signal_workers(signal);
  if (!soft) {
    signal_workers(SIGCONT); // one that is stopped would not see the other
    self_->delayed_send(self_, stop_time_limit, stop_overdue{});
  }
  finish_if_all_ended();
}

void master_state::kill_all() {
  signal_workers(SIGKILL);
}

void master_state::signal_workers(int signal) {
  for (const auto& worker : slots_)
    if (worker.proxy)
      self_->send(worker.proxy, signal_worker{signal});
}

void master_state::finish_if_all_ended() {
  auto running = [](const slot& worker) { return static_cast<bool>(worker.proxy); };
  if (std::any_of(slots_.begin(), slots_.end(), running))
    return;
  log::warning("All workers exited. Exiting... ({})", *exit_code_);
  for (const auto& [address, proxy] : proxies_)
    self_->send_exit(proxy.handle, caf::exit_reason::user_shutdown);
  environment_.on_stopped(*exit_code_);
  self_->quit();
}

void master_state::log_end(const worker_ended& news) const {
  if (news.process.pid == 0)
    return log::alert("{}", end_text(news));
  auto number = exit_number(news);
  auto severity = number < 128 ? log::severity::warning : log::severity::alert;
  auto cause = news.cause.empty() ? "" : ", as it " + news.cause;
  log::write(severity, fmt::format("Current worker ({}) exited with code {} ({}){}",
                                   news.process.pid, number, exit_word(news), cause));
}

process_table master_state::table() const {
  auto answer = process_table{};
  answer.master = {.key = {0, 0, getpid(), started_},
                   .uptime = now() - started_,
                   .version = environment_.version};
  for (const auto& worker : slots_) {
    answer.workers.push_back(worker.info);
    answer.workers.back().uptime = worker.proxy ? now() - worker.info.key.started : 0;
  }
  return answer;
}

int64_t master_state::now() const {
  auto since_epoch = self_->clock().now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count();
}

master_state::slot* master_state::find(const process_key& process) {
  auto& worker = slots_.at(static_cast<size_t>(process.relative) - 1);
  return worker.info.key.serial == process.serial && worker.proxy ? &worker : nullptr;
}

} // namespace mw
