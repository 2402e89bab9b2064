// The end of a session, and how it looks from outside: see session.hpp.
#include "actors/relay/core.hpp"
#include "actors/relay/session/session.hpp"
#include "actors/relay/session/tcp_log_line.hpp"

#include <algorithm>

namespace mw::relay {

namespace {

uint64_t ms_between(clock::time_point from, clock::time_point to) {
  return static_cast<uint64_t>(
      std::chrono::duration_cast<milliseconds>(std::max(to - from, clock::duration{0})).count());
}

} // namespace

void session::shut_down(char cause) {
  if (over_)
    return;
  auto when = stage_ == session_stage::relaying ? 'D'
              : stage_ == session_stage::queued ? 'Q'
              : stage_ == session_stage::header ? 'R'
                                                : 'C';
  finish({cause, when});
}

void session::finish(termination why) {
  if (std::exchange(over_, true))
    return;
  set_deadline(clock::time_point::max());
  core_.dispatch.leave_queue(*this);
  count_aborts(why);
  count_times();
  count_connect_end();
  if (back_ != nullptr)
    back_->counts->sessions.leave();
  log_end(why);
  client_.close();
  server_side_.close();
  leave_front();
  leave_server();
  core_.session_over(*this);
}

void session::count_aborts(termination why) {
  auto by_client = why.cause == 'C' || why.cause == 'c';
  auto by_server = (why.cause == 'S' || why.cause == 's') && why.when == 'D';
  auto count = [&](counters& x) {
    x.client_aborts += by_client ? 1 : 0;
    x.server_aborts += by_server ? 1 : 0;
  };
  count(*came_by_.owner->counts);
  if (back_ != nullptr)
    count(*back_->counts);
  if (server_ != nullptr)
    count(*server_->counts);
}

void session::count_times() {
  if (server_ == nullptr || connected_ == clock::time_point{})
    return;
  auto ended = now();
  for (auto* counts : {server_->counts.get(), back_->counts.get()}) {
    counts->queue_time.add(ms_between(asked_, assigned_));
    counts->connect_time.add(ms_between(assigned_, connected_));
    counts->total_time.add(ms_between(started_, ended));
  }
}

void session::leave_front() {
  came_by_.owner->counts->sessions.leave();
  came_by_.counts->sessions.leave();
  core_.state.sessions.leave();
}

session_view session::view() const {
  return {.id = id_,
          .stage = stage_,
          .front = came_by_.owner,
          .came_by = &came_by_,
          .back = back_,
          .srv = server_,
          .source = source_,
          .destination = destination_.length > 0 ? destination_ : came_by_.address,
          .server_address = server_side_.fd ? server_->address : net::socket_address{},
          .started = started_,
          .started_at = started_at_,
          .last_activity = std::max(client_.last_activity, server_side_.last_activity),
          .expires = deadline(),
          .bytes_in = to_server_.total(),
          .bytes_out = to_client_.total(),
          .pending_in = to_server_.pending(),
          .pending_out = to_client_.pending(),
          .retries = retries_,
          .client_fd = client_.fd.get(),
          .server_fd = server_side_.fd.get(),
          .client_ended = client_.ended,
          .server_ended = server_side_.ended};
}

void session::log_start() const {
  const auto& settings = *came_by_.owner->settings;
  if (settings.logs.empty() || settings.tcplog)
    return;
  core_.log.send(settings.logs, log_level::info,
                 connect_line(source_, destination_.length > 0 ? destination_ : came_by_.address,
                              came_by_.id, settings.name));
}

void session::log_end(termination why) const {
  const auto& settings = *came_by_.owner->settings;
  if (settings.logs.empty() || !settings.tcplog || (!settings.log_null && to_server_.total() == 0))
    return;
  auto at = now();
  auto when = [](clock::time_point x) {
    return x == clock::time_point{} ? std::nullopt : std::optional(x);
  };
  core_.log.send(
      settings.logs, log_level::info,
      tcp_log_line({.source = source_,
                    .listener = came_by_.id,
                    .accepted = started_at_,
                    .frontend = settings.name,
                    .backend = back_ != nullptr ? back_->settings->name : settings.name,
                    .server = server_ != nullptr ? server_->settings.name : "<NOSRV>",
                    .queue_ms = elapsed(started_, when(assigned_)),
                    .connect_ms = elapsed(assigned_, when(connected_)),
                    .total_ms = elapsed(started_, at),
                    .bytes_out = to_client_.total(),
                    .cause = why.cause,
                    .when = why.when,
                    .process = core_.state.sessions.current,
                    .front = came_by_.owner->counts->sessions.current,
                    .back = back_ != nullptr ? back_->counts->sessions.current : 0,
                    .of_server = server_ != nullptr ? server_->counts->sessions.current : 0,
                    .retries = retries_,
                    .redispatched = redispatched_,
                    .server_queue = queue_ahead_,
                    .backend_queue = backend_ahead_}));
}

} // namespace mw::relay
