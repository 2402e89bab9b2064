// The table of workers: see worker_table.hpp.
#include "actors/master/worker_table.hpp"

#include "actors/processes/process_end.hpp"

#include <iterator>

namespace mw {

namespace {

int64_t seconds_between(worker_entry::time_point from, worker_entry::time_point to) {
  return std::chrono::duration_cast<std::chrono::seconds>(to - from).count();
}

/// The row of `show proc`, with the times that go by.
process_info row_of(const worker_entry& one, worker_entry::time_point now) {
  auto info = one.info;
  auto since = worker_entry::time_point{std::chrono::seconds{info.key.started}};
  info.uptime = one.proxy && info.key.pid != 0 ? seconds_between(since, now) : 0;
  if (one.ended_at)
    info.ended_ago = seconds_between(*one.ended_at, now);
  if (info.state == worker_state::waiting) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(one.restart_at - now);
    info.restart_in = std::max<int64_t>(left.count(), 0);
  }
  return info;
}

std::vector<process_info>& rows_of(worker_place place, process_table& table) {
  switch (place) {
  case worker_place::current:
    return table.workers;
  case worker_place::candidate:
  case worker_place::discarded:
    return table.new_workers;
  default:
    return table.old_workers;
  }
}

} // namespace

void worker_table::add(plan_ptr plan, const std::string& version) {
  auto place = plan_ ? worker_place::candidate : worker_place::current;
  if (!plan_)
    plan_ = plan;
  auto added = std::vector<worker_entry>{};
  for (auto relative = 1; relative <= plan->workers; ++relative) {
    auto info = process_info{.key = {.relative = relative}, .version = version};
    info.state = worker_state::waiting;
    added.push_back({.plan = plan, .place = place, .info = std::move(info)});
  }
  all_.insert(all_.begin(), std::move_iterator{added.begin()}, std::move_iterator{added.end()});
}

bool worker_table::begin_start(worker_entry& one) {
  if (!worker_life.advance(one.info.state, worker_event::start))
    return false;
  one.info.key = {.relative = one.info.key.relative, .serial = ++last_serial_};
  one.ready_since.reset();
  return true;
}

worker_proxy_actor worker_table::predecessor_of(const worker_entry& one) const {
  auto is_new = one.info.key.relative > plan_->workers;
  auto number = is_new && !plan_->program.haproxy ? 1 : one.info.key.relative;
  auto found = std::find_if(all_.begin(), all_.end(), [&](const worker_entry& other) {
    return other.place == worker_place::current && other.info.key.relative == number &&
           serves(other.info.state);
  });
  return found == all_.end() ? worker_proxy_actor{} : found->proxy;
}

void worker_table::promote_candidates() {
  auto is_gone = [](const worker_entry& one) {
    return one.place == worker_place::current && !one.proxy;
  };
  std::erase_if(all_, is_gone);
  for_each(worker_place::current, [](worker_entry& one) {
    worker_life.advance(one.info.state, worker_event::stop);
    one.place = worker_place::replaced;
  });
  for_each(worker_place::candidate, [this](worker_entry& one) {
    plan_ = one.plan;
    one.place = worker_place::current;
  });
}

std::vector<worker_proxy_actor> worker_table::discard_candidates() {
  auto is_gone = [](const worker_entry& one) {
    return one.place == worker_place::candidate && !one.proxy;
  };
  std::erase_if(all_, is_gone);
  auto told = std::vector<worker_proxy_actor>{};
  for_each(worker_place::candidate, [&](worker_entry& one) {
    worker_life.advance(one.info.state, worker_event::stop);
    one.place = worker_place::discarded;
    told.push_back(one.proxy);
  });
  return told;
}

void worker_table::process_ended(worker_entry& one, const worker_ended& news, time_point now) {
  one.proxy = nullptr;
  one.ended_at = now;
  one.info.last_end = end_text(news);
  one.info.last_words = news.last_words;
}

void worker_table::erase(const worker_entry& one) {
  std::erase_if(all_, [&](const worker_entry& other) { return &other == &one; });
}

worker_entry* worker_table::find(const process_key& process) {
  auto found = std::find_if(all_.begin(), all_.end(), [&](const worker_entry& one) {
    return one.proxy && one.info.key.serial == process.serial;
  });
  return found == all_.end() ? nullptr : &*found;
}

worker_entry* worker_table::find_waiting(uint64_t serial) {
  auto found = std::find_if(all_.begin(), all_.end(), [&](const worker_entry& one) {
    return one.place == worker_place::current && !one.proxy && one.info.key.serial == serial;
  });
  return found == all_.end() ? nullptr : &*found;
}

void worker_table::list(process_table& to, time_point now) const {
  for (const auto& one : all_)
    rows_of(one.place, to).push_back(row_of(one, now));
}

std::vector<std::string> worker_table::processes() const {
  auto names = std::vector<std::string>{};
  for (const auto& one : all_)
    if (one.proxy)
      names.push_back(to_string(one.info.key));
  return names;
}

size_t worker_table::count_old() const {
  auto is_old = [](const worker_entry& one) {
    return one.place == worker_place::replaced || one.place == worker_place::leaving ||
           one.place == worker_place::expelled;
  };
  return static_cast<size_t>(std::count_if(all_.begin(), all_.end(), is_old));
}

bool worker_table::has_processes() const {
  return std::any_of(all_.begin(), all_.end(),
                     [](const worker_entry& one) { return static_cast<bool>(one.proxy); });
}

} // namespace mw
