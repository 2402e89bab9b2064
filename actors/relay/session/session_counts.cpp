// Counting: see session_counts.hpp.
#include "actors/relay/session/session_counts.hpp"

#include <algorithm>

namespace mw::relay {

namespace {

uint64_t ms_between(clock::time_point from, clock::time_point to) {
  return static_cast<uint64_t>(
      std::chrono::duration_cast<milliseconds>(std::max(to - from, clock::duration{0})).count());
}

} // namespace

session_counts::session_counts(proxies& process, listener& by, clock::time_point now)
    : process_(process), at_{by.owner->counts.get(), by.counts.get(), nullptr, nullptr} {
  each(front_place, listener_place, [now](counters& x) {
    x.sessions.enter();
    ++x.all_sessions;
    ++x.all_connections;
    x.rate.add(1, now);
    x.connections.add(1, now);
  });
  process_.sessions.enter();
  ++process_.total->sessions;
  process_.rate.add(1, now);
}

void session_counts::header_failed() {
  each(front_place, listener_place, [](counters& x) { ++x.bad_requests; });
}

void session_counts::enter(backend& x, clock::time_point now) {
  at_[back_place] = x.counts.get();
  x.counts->sessions.enter();
  ++x.counts->all_sessions;
  x.counts->rate.add(1, now);
}

void session_counts::enter(server& x, clock::time_point now) {
  at_[server_place] = x.counts.get();
  each(back_place, server_place, [now](counters& one) { one.last_session = now; });
}

void session_counts::begin_connection(clock::time_point now) {
  connecting_ = true;
  each(back_place, server_place, [](counters& x) { ++x.all_connections; });
  auto& of_server = *at_[server_place];
  of_server.sessions.enter();
  ++of_server.all_sessions;
  of_server.rate.add(1, now);
}

void session_counts::end_connection() {
  if (std::exchange(connecting_, false))
    at_[server_place]->sessions.leave();
}

void session_counts::try_again(server& before, bool elsewhere) {
  for (auto* x : {before.counts.get(), at_[back_place]})
    ++(elsewhere ? x->redispatches : x->retries);
}

void session_counts::fail_connection() {
  ++at_[back_place]->failed_connects;
}

void session_counts::fail_server(const server& x) {
  ++x.counts->failed_connects;
}

void session_counts::fail_internally() {
  ++at_[back_place]->internal_errors;
}

void session_counts::move(uint64_t in, uint64_t out) {
  each(front_place, server_place, [=](counters& x) {
    x.bytes_in += in;
    x.bytes_out += out;
  });
  process_.total->bytes_out += out;
}

void session_counts::end(termination why, const session_times& times, clock::time_point now) {
  auto by_client = why.cause == 'C' || why.cause == 'c';
  auto by_server = (why.cause == 'S' || why.cause == 's') && why.when == 'D';
  for (auto at : {front_place, back_place, server_place})
    each(at, at, [=](counters& x) {
      x.client_aborts += by_client ? 1 : 0;
      x.server_aborts += by_server ? 1 : 0;
    });
  if (at_[server_place] != nullptr && times.connected)
    each(back_place, server_place, [&](counters& x) {
      x.queue_time.add(ms_between(times.asked, *times.dequeued));
      x.connect_time.add(ms_between(*times.dequeued, *times.connected));
      x.total_time.add(ms_between(times.started, now));
    });
  end_connection();
  if (at_[back_place] != nullptr)
    at_[back_place]->sessions.leave();
}

void session_counts::leave() {
  each(front_place, listener_place, [](counters& x) { x.sessions.leave(); });
  process_.sessions.leave();
}

} // namespace mw::relay
