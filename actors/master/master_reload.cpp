// The master, from one generation of workers to the next: see master.hpp.
#include "actors/master/master.hpp"
#include "actors/processes/worker_end.hpp"
#include "net/base/fault.hpp"

#include <algorithm>
#include <csignal>
#include <iterator>

namespace mw {

namespace {

constexpr auto is_stopping = "The master is stopping.\n";

template <class Askers>
void answer_all(Askers& askers, const reload_result& result) {
  for (auto& asker : askers)
    asker.deliver(result);
  askers.clear();
}

} // namespace

caf::result<reload_result> master_state::asked_to_reload(const reload& how) {
  auto promise = self_->make_response_promise<reload_result>();
  if (exit_code_) {
    promise.deliver(reload_result{false, is_stopping});
    return promise;
  }
  next_.askers.push_back(promise);
  want_reload(how.hard);
  return promise;
}

/// Who asks while a reload is under way gets the next one, together with all others who do: the
/// configuration may have changed since it was read.
void master_state::want_reload(bool hard) {
  next_.wanted = true;
  next_.hard |= hard;
  begin_wanted_reload();
}

void master_state::begin_wanted_reload() {
  if (!next_.wanted || !announced_ || exit_code_ || !advance(reload_event::begin))
    return;
  running_ = std::exchange(next_, {});
  ++reloads_;
  for_each_worker([](worker& one) { ++one.info.reloads; });
  for (auto* programs : {&programs_.current, &programs_.old})
    for (auto& one : *programs)
      ++one.reloads;
  log_.clear();
  environment_.observer->reloading();
  environment_.observer->may_take(load_time_limit);
  tell(log::severity::notice, "Reloading the configuration");
  note(lifecycle_event::kind::reload_begun, {}, running_.hard ? "hard" : "");
  load();
}

void master_state::load() {
  net::fault_point("reload.before-load");
  auto of = ++reload_number_;
  self_->request(environment_.loader, load_time_limit, load_configuration{})
      .then(
          [this, of](const loaded_configuration& news) {
            if (of == reload_number_)
              loaded(news);
          },
          [this, of](const caf::error&) {
            if (of != reload_number_)
              return;
            tell(log::severity::alert,
                 fmt::format("config : it could not be read within {}s", load_time_limit.count()));
            loaded({});
          });
}

void master_state::loaded(const loaded_configuration& news) {
  log_.append(news.log);
  if (!advance(news.plan.plan ? reload_event::loaded : reload_event::refused))
    return;
  if (!news.plan.plan)
    return reload_failed();
  net::fault_point("reload.before-start");
  certificates_ = news.certificates;
  candidate_ = make_generation(news.plan.plan);
  environment_.observer->may_take(candidate_->plan->ready_within);
  for (auto& one : candidate_->workers)
    start(one, candidate_->plan);
}

void master_state::candidate_ready() {
  auto serves_now = [](const worker& one) { return serves(one.info.state); };
  const auto& all = candidate_->workers;
  if (std::all_of(all.begin(), all.end(), serves_now) && advance(reload_event::ready))
    replace_generation();
}

void master_state::candidate_ended(const worker_ended& news) {
  tell_end("Failed to load", news, false);
  if (advance(reload_event::failed))
    reload_failed();
}

/// The new workers are made known before the old ones are told to leave: at no moment is there
/// nobody.
void master_state::replace_generation() {
  net::fault_point("reload.before-switch");
  auto before = std::exchange(current_, std::move(*candidate_));
  candidate_.reset();
  failed_reloads_ = 0;
  for (const auto& one : current_.workers)
    self_->send(route_news_, worker_up{one.info.key}, one.proxy);
  auto leaving = std::vector<worker>{};
  for (auto& one : before.workers)
    if (advance(one, worker_event::stop) && one.proxy) {
      self_->send(route_news_, worker_leaving{one.info.key});
      leaving.push_back(std::move(one));
    }
  old_.insert(old_.begin(), std::move_iterator{leaving.begin()}, std::move_iterator{leaving.end()});
  self_
      ->request(route_news_, route_news_time_limit, service_news{.workers = current_.plan->workers})
      .then([this] { read_counters_of_leaving(); },
            [this](const caf::error&) { read_counters_of_leaving(); });
}

/// What they have counted by then is carried on, whatever becomes of them.
void master_state::read_counters_of_leaving() {
  auto leaving = last_call{};
  for (const auto& one : old_)
    if (!one.was_dismissed)
      leaving.processes.push_back(one.info.key);
  if (!environment_.totals || leaving.processes.empty())
    return generation_replaced();
  self_->request(environment_.totals, last_call_time_limit, std::move(leaving))
      .then([this](const last_call_over&) { generation_replaced(); },
            [this](const caf::error&) { generation_replaced(); });
}

void master_state::generation_replaced() {
  if (!advance(reload_event::switched))
    return;
  net::fault_point("reload.before-dismissal");
  dismiss_old_workers();
  renew_certificates();
  run_programs_of_plan(running_.hard);
  tell(log::severity::notice, "Loading success.");
  note(lifecycle_event::kind::reload_done, {});
  environment_.observer->reloaded(true);
  answer_all(running_.askers, {true, log_.text()});
  begin_wanted_reload();
}

/// Not before: a reload that fails changes nothing.
void master_state::renew_certificates() {
  for (auto& one : std::exchange(certificates_, {}))
    if (auto user = tls_listeners_.find(one.listener); user != tls_listeners_.end())
      self_->send(user->second, renew_certificate{std::move(one)});
}

/// Those of the last generation are asked to leave, those of earlier ones are if they have lived
/// through too many reloads.
void master_state::dismiss_old_workers() {
  for (auto& one : old_) {
    auto limit = current_.plan->max_reloads;
    if (!one.was_dismissed)
      self_->send(one.proxy, stop_worker{running_.hard ? SIGTERM : SIGUSR1});
    one.was_dismissed = true;
    if (one.info.reloads > limit && !std::exchange(one.exceeds_reloads, true))
      self_->send(one.proxy, stop_worker{SIGTERM, fmt::format("exceeds max reloads ({})", limit)});
  }
}

void master_state::reload_failed() {
  ++failed_reloads_;
  discard_candidate();
  note(lifecycle_event::kind::reload_failed, {});
  environment_.observer->reloaded(false);
  auto news = service_news{.workers = current_.plan->workers, .reload_failed = true};
  auto result = reload_result{false, log_.text()};
  auto answer = [askers = std::exchange(running_.askers, {}), result]() mutable {
    answer_all(askers, result);
  };
  // Whose prompt says that the reload has failed asks its router: it must know by then.
  self_->request(route_news_, route_news_time_limit, news)
      .then(answer, [answer](const caf::error&) mutable { answer(); });
  begin_wanted_reload();
}

void master_state::discard_candidate() {
  if (!candidate_)
    return;
  for (auto& one : candidate_->workers)
    if (advance(one, worker_event::stop) && one.proxy) {
      self_->send(one.proxy, stop_worker{SIGTERM});
      one.was_dismissed = true;
      one.never_served = true;
      old_.push_back(std::move(one));
    }
  candidate_.reset();
}

void master_state::abandon_reloads() {
  advance(reload_event::stop);
  ++reload_number_;
  discard_candidate();
  answer_all(running_.askers, {false, is_stopping});
  answer_all(next_.askers, {false, is_stopping});
  next_ = {};
}

void master_state::old_ended(const worker& one, const worker_ended& news) {
  if (!one.never_served && !exit_code_)
    tell_end("Former", news, false);
}

bool master_state::advance(reload_event event) {
  auto next = next_state(reload_, event);
  if (next)
    reload_ = *next;
  return next.has_value();
}

} // namespace mw
