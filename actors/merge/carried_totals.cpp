// The carried totals, the sums: see carried_totals.hpp.
#include "actors/merge/carried_totals.hpp"

#include <caf/send.hpp>

#include <algorithm>

namespace mw {

namespace {

size_t index_of(report what) {
  return static_cast<size_t>(what);
}

size_t rows_in(const std::array<counter_table, 2>& tables) {
  return tables[0].rows().size() + tables[1].rows().size();
}

/// Whether what a process of this number has counted belongs to the target's sum. `has_left`: it
/// is not one of the current workers.
bool belongs_to(const target& where, const process_key& process, bool has_left) {
  switch (where.form) {
  case target::kind::relative:
    return where.number == process.relative;
  case target::kind::pid:
    return where.serial == process.serial;
  case target::kind::old:
    return has_left;
  case target::kind::list:
    return std::find(where.numbers.begin(), where.numbers.end(), process.relative) !=
           where.numbers.end();
  default:
    return true;
  }
}

} // namespace

carried_totals_state::carried_totals_state(
    runtime::host<handle>* self, const route_news_actor& route_news,
    const std::function<router_actor(const carried_totals_actor&)>& make_router)
    : self_(self), router_(make_router(carried_totals_actor{self})) {
  self_->send(route_news, watch_routes{}, route_watcher_actor{self_});
}

carried_totals_state::~carried_totals_state() {
  caf::anon_send_exit(router_, caf::exit_reason::user_shutdown);
}

carried_totals_actor::behavior_type carried_totals_state::make_behavior() {
  return {
      [this](const ask_totals& question) { return answer(question); },
      [this](const last_call& which) { return last_call_of(which); },
      [this](const worker_up& news, const worker_proxy_actor& proxy) { process_up(news, proxy); },
      [this](const worker_down& news) { process_down(news.process); },
      [this](const worker_leaving& news) {
        if (auto found = records_.find(news.process.serial); found != records_.end())
          found->second.has_left = true;
      },
      [](const service_news&) {}, // sums do not depend on how many workers there are now
      [](const reply_chunk&) {},  // samples have no text
      [this](const reply_end& end) { sample_over(end.id); },
  };
}

void carried_totals_state::begin() {
  self_->after(first_sample_after, [this] { begin_round(); });
}

totals_reading carried_totals_state::answer(const ask_totals& question) {
  for (const auto& sample : question.samples)
    take(sample);
  read_silent(question);
  return sum(question);
}

/// Reads the memory of workers that did not answer: each may have counted on since its last sample,
/// and ended.
void carried_totals_state::read_silent(const ask_totals& question) {
  auto answered = [&](uint64_t serial) {
    return std::any_of(question.samples.begin(), question.samples.end(),
                       [serial](const auto& x) { return x.process.serial == serial; });
  };
  for (auto& [serial, known] : records_)
    if (belongs_to(question.where, known.process, known.has_left) && !answered(serial))
      take_left(known, question.what);
}

/// Readings that overlap in time say nothing of which is the later one: then the higher counters
/// count. Of a process that is not known any more, or not yet, nothing is kept.
void carried_totals_state::take(const worker_sample& sample) {
  auto found = records_.find(sample.process.serial);
  if (found == records_.end() || !sample.counters)
    return;
  auto& known = found->second;
  auto at = index_of(sample.what);
  auto is_later = sample.asked_at >= known.answered_at.at(at);
  auto* lost = is_later ? &carried_[known.process.relative].at(at) : nullptr;
  left_out_ += known.last.at(at).update(*sample.counters, lost, room());
  known.answered_at.at(at) = std::max(known.answered_at.at(at), sample.answered_at);
}

void carried_totals_state::process_up(const worker_up& news, const worker_proxy_actor& proxy) {
  auto serial = news.process.serial;
  if (records_.try_emplace(serial, record{.process = news.process}).second)
    borrow_counters(serial, proxy);
}

void carried_totals_state::process_down(const process_key& process) {
  auto found = records_.find(process.serial);
  if (found == records_.end())
    return;
  found->second.has_left = true;
  take_last(found->second);
  ended_.push_back(process.serial);
  while (ended_.size() > most_ended_processes ||
         (ended_.size() > 1 && room() < most_carried_rows / 2))
    carry_oldest(); // rows of the same name become one
}

void carried_totals_state::carry_oldest() {
  auto gone = records_.extract(ended_.front());
  ended_.pop_front();
  auto& to = carried_[gone.mapped().process.relative];
  for (size_t at = 0; at < to.size(); ++at)
    left_out_ += to.at(at).add(gone.mapped().last.at(at), room());
}

totals_reading carried_totals_state::sum(const ask_totals& question) const {
  auto total = counter_table{};
  auto at = index_of(question.what);
  for (const auto& [serial, known] : records_)
    if (belongs_to(question.where, known.process, known.has_left))
      total.add(known.last.at(at), most_carried_rows);
  for (const auto& [relative, tables] : carried_)
    if (belongs_to(question.where, {.relative = relative}, true))
      total.add(tables.at(at), most_carried_rows);
  return {std::make_shared<const counter_table>(std::move(total)), left_out_};
}

size_t carried_totals_state::room() const {
  auto used = size_t{0};
  for (const auto& [serial, known] : records_)
    used += rows_in(known.last);
  for (const auto& [relative, tables] : carried_)
    used += rows_in(tables);
  return used < most_carried_rows ? most_carried_rows - used : 0;
}

} // namespace mw
