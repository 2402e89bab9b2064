// A reload, from the wish to the answer: see reload.hpp.
#include "actors/master/reload.hpp"

#include "actors/runtime/either_way.hpp"
#include "net/base/fault.hpp"

#include <fmt/format.h>

#include <csignal>

namespace mw {

namespace {

const auto is_stopping = reload_result{false, "The master is stopping.\n"};

} // namespace

caf::result<reload_result> reload_part::ask(bool hard) {
  auto promise = parts_.self->make_response_promise<reload_result>();
  if (is_ending(parts_.state)) {
    promise.deliver(is_stopping);
    return promise;
  }
  queue_.add(promise);
  want(hard);
  return promise;
}

void reload_part::want(bool hard) {
  queue_.want(hard);
  begin_wanted();
}

void reload_part::begin_wanted() {
  if (parts_.state != service_state::serving || !queue_.begin())
    return;
  ++reloads_;
  parts_.workers.for_each([](worker_entry& one) { ++one.info.reloads; });
  parts_.programs.count_reload();
  parts_.log.clear();
  parts_.reports.tell(announce::reload_begun(queue_.is_hard()));
  parts_.environment.observer->may_take(load_time_limit);
  load();
}

void reload_part::load() {
  net::fault_point("reload.before-load");
  auto is_late = [this, of = queue_.number()] { return of != queue_.number(); };
  parts_.self->request(parts_.environment.loader, load_time_limit, load_configuration{})
      .then(
          [this, is_late](const loaded_configuration& news) {
            if (!is_late())
              loaded(news);
          },
          [this, is_late](const caf::error&) {
            if (is_late())
              return;
            parts_.reports.tell(announce::configuration_overdue(load_time_limit));
            loaded({});
          });
}

void reload_part::loaded(const loaded_configuration& news) {
  parts_.log.append(news.log);
  auto plan = news.plan.plan;
  if (!queue_.advance(plan ? reload_event::loaded : reload_event::refused))
    return;
  if (!plan)
    return failed();
  net::fault_point("reload.before-start");
  certificates_ = news.certificates;
  parts_.environment.observer->may_take(plan->ready_within);
  parts_.workers.add(plan, parts_.environment.version);
  parts_.workers.for_each(worker_place::candidate,
                          [this](worker_entry& one) { parts_.start(one); });
}

void reload_part::candidate_ready() {
  auto serves_now = [](const worker_entry& one) { return serves(one.info.state); };
  if (parts_.workers.all(worker_place::candidate, serves_now) &&
      queue_.advance(reload_event::ready))
    replace_generation();
}

void reload_part::candidate_ended() {
  if (queue_.advance(reload_event::failed))
    failed();
}

/// The new workers are made known before the old ones are told to leave: at no moment is there
/// nobody.
void reload_part::replace_generation() {
  net::fault_point("reload.before-switch");
  failures_ = 0;
  auto* self = parts_.self;
  auto& workers = parts_.workers;
  workers.promote_candidates();
  workers.for_each(worker_place::current, [&](const worker_entry& one) {
    self->send(parts_.route_news, worker_up{one.info.key}, one.proxy);
  });
  workers.for_each(worker_place::replaced, [&](const worker_entry& one) {
    self->send(parts_.route_news, worker_leaving{one.info.key});
  });
  auto news = service_news{.workers = workers.plan()->workers};
  runtime::either_way(self->request(parts_.route_news, route_news_time_limit, news),
                      [this] { read_counters_of_replaced(); });
}

/// The numbers that replaced workers have counted by then are carried on, whatever becomes of them.
void reload_part::read_counters_of_replaced() {
  auto leaving = last_call{};
  parts_.workers.for_each(worker_place::replaced, [&](const worker_entry& one) {
    leaving.processes.push_back(one.info.key);
  });
  const auto& totals = parts_.environment.totals;
  if (!totals || leaving.processes.empty())
    return switched();
  runtime::either_way<last_call_over>(
      parts_.self->request(totals, last_call_time_limit, std::move(leaving)),
      [this] { switched(); });
}

void reload_part::switched() {
  if (!queue_.advance(reload_event::switched))
    return;
  net::fault_point("reload.before-dismissal");
  dismiss_old_workers();
  renew_certificates();
  parts_.run_programs(queue_.is_hard());
  parts_.reports.tell(announce::reload_done());
  if (auto old = parts_.workers.count_old(); old > usual_old_workers)
    parts_.reports.tell(announce::many_old_workers(old));
  answer_all(queue_.take_askers(), {true, parts_.log.text()});
  begin_wanted();
}

/// Certificates change with a reload that succeeds: one that fails changes nothing.
void reload_part::renew_certificates() {
  for (auto& one : std::exchange(certificates_, {}))
    if (auto user = tls_listeners_.find(one.listener); user != tls_listeners_.end())
      parts_.self->send(user->second, renew_certificate{std::move(one)});
}

/// The workers of the last generation are asked to leave; those of earlier ones are made to if they
/// have lived through too many reloads.
void reload_part::dismiss_old_workers() {
  auto first = queue_.is_hard() ? SIGTERM : SIGUSR1;
  auto limit = parts_.workers.plan()->max_reloads;
  parts_.workers.for_each([&](worker_entry& one) {
    if (one.place == worker_place::replaced) {
      parts_.processes.stop(one, first);
      one.place = worker_place::leaving;
    }
    if (one.place != worker_place::leaving || one.info.reloads <= limit)
      return;
    parts_.processes.stop(one, SIGTERM, fmt::format("exceeds max reloads ({})", limit));
    one.place = worker_place::expelled;
  });
}

/// The next reload does not wait until those who have asked for this one are answered. A prompt
/// that says that the reload has failed asks its router: it must know by then.
void reload_part::failed() {
  ++failures_;
  discard_candidates();
  parts_.reports.tell(announce::reload_failed());
  auto news = service_news{.workers = parts_.workers.plan()->workers, .reload_failed = true};
  auto answer = [askers = queue_.take_askers(), result = reload_result{false, parts_.log.text()}] {
    answer_all(askers, result);
  };
  runtime::either_way(parts_.self->request(parts_.route_news, route_news_time_limit, news),
                      std::move(answer));
  begin_wanted();
}

void reload_part::discard_candidates() {
  for (const auto& proxy : parts_.workers.discard_candidates())
    parts_.self->send(proxy, stop_worker{SIGTERM});
}

void reload_part::abandon() {
  auto askers = queue_.abandon();
  discard_candidates();
  answer_all(std::move(askers), is_stopping);
}

} // namespace mw
