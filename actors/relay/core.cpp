// The engine runs: see core.hpp.
#include "actors/relay/core.hpp"

#include <algorithm>

namespace mw::relay {

core::~core() = default;

void core::start() {
  poll.set_now(clock::now());
  poll.start();
  accept.start();
  start_checks();
}

/// Sessions go on; nobody else is let in, and servers are not asked any more.
void core::wind_down() {
  for (const auto& one : state.all) {
    auto stopped = one->settings.disabled;
    if (one->front)
      stopped = one->front->state == frontend_state::stopped;
    if (one->front && !stopped)
      accept.close(*one->front);
    if (!stopped)
      servers.say_stopped(*one);
  }
}

/// Spread over the shortest interval.
void core::start_checks() {
  auto shortest = milliseconds::max();
  for (auto& one : checks_)
    shortest = std::min(shortest, one.of().settings.inter);
  auto number = milliseconds::rep{0};
  for (auto& one : checks_)
    one.start(shortest * number++ / static_cast<milliseconds::rep>(checks_.size()));
}

void core::open_session(listener& by, net::unique_fd client, const net::socket_address& source) {
  auto now = poll.now();
  if (sessions_.empty())
    busy_.emplace(stop_);
  for (auto* counts : {by.owner->counts.get(), by.counts.get()}) {
    counts->sessions.enter();
    ++counts->all_sessions;
    ++counts->all_connections;
    counts->rate.add(1, now);
    counts->connections.add(1, now);
  }
  state.sessions.enter();
  ++state.total->sessions;
  state.rate.add(1, now);
  update_state(*by.owner);
  auto& added = sessions_.emplace_back(*this, by, std::move(client), source, ++last_id_);
  added.place_ = std::prev(sessions_.end());
  added.start();
}

void core::update_state(frontend& x) {
  auto full = x.maxconn > 0 && x.counts->sessions.current >= x.maxconn;
  if (x.state == frontend_state::open && full)
    x.state = frontend_state::full;
  else if (x.state == frontend_state::full && !full)
    x.state = frontend_state::open;
}

void core::session_over(session& x) {
  update_state(*x.came_by_.owner);
  over_.splice(over_.end(), sessions_, x.place_);
  accept.resume();
  poll.wake();
}

void core::later(session& x) {
  if (std::exchange(x.listed_, true))
    return;
  later_.push_back(&x);
  poll.wake();
}

/// Sessions end here and nowhere else: nothing of this batch knows them any more.
bool core::after_batch() {
  auto due = std::exchange(later_, {});
  for (auto* one : due)
    one->resume();
  std::erase_if(later_, [](const session* one) { return one->over(); });
  over_.clear();
  state.total->dropped_logs = log.dropped();
  state.batches = poll.batches();
  state.events = poll.events();
  state.total->spliced_bytes = flows.spliced;
  state.pipes_used = flows.pipes_used;
  state.pipes_free = static_cast<unsigned>(flows.pipes.spare());
  if (sessions_.empty())
    busy_.reset();
  return !later_.empty();
}

backend* core::backend_for(const frontend& from, std::string_view name) const {
  const auto& settings = *from.settings;
  if (!name.empty())
    return state.find_backend(name);
  if (!settings.default_backend.empty())
    return state.find_backend(settings.default_backend);
  return settings.has_servers ? state.find_backend(settings.name) : nullptr;
}

} // namespace mw::relay
