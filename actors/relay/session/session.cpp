// A session's events, and its end: see session.hpp.
#include "actors/relay/session/session.hpp"

#include "actors/relay/engine.hpp"
#include "actors/relay/log/session_log.hpp"

#include <algorithm>

namespace mw::relay {

session::session(engine& owner, listener& came_by, net::unique_fd client,
                 const net::socket_address& source, uint64_t id)
    : timed(owner.timers),
      engine_(owner),
      id_(id),
      client_(*this, came_by, std::move(client), source, owner.time.now()),
      server_(*this),
      tunnel_(client_.socket, server_.socket, owner.flows),
      counts_(owner.state(), came_by, owner.time.now()),
      times_{.started = owner.time.now(),
             .started_at = std::chrono::system_clock::now(),
             .asked = {},
             .dequeued = {},
             .connected = {}} {}

void session::start() {
  if (!engine_.poll.add(client_.socket.fd.get(), every_edge, client_.socket))
    return finish({'R', 'R'});
  if (!client_.begins_with_header())
    return choose_backend();
  set_deadline(client_.socket.deadline());
}

void session::ready(endpoint::side which) {
  if (over_)
    return;
  if (stage_ == session_stage::relaying)
    return relay();
  if (which == endpoint::side::client && stage_ == session_stage::header)
    return take_header();
  if (which == endpoint::side::client)
    return client_left();
  if (stage_ == session_stage::connecting)
    check_connection();
}

void session::resume() {
  due_ = false;
  if (over_)
    return;
  if (stage_ == session_stage::relaying)
    relay();
  else
    try_again();
}

void session::go_on_later() {
  if (!std::exchange(due_, true))
    engine_.later(*this);
}

void session::relay() {
  auto became = tunnel_.run(engine_.time.now());
  counts_.move(tunnel_.to_server.take_news(), tunnel_.to_client.take_news());
  switch (became) {
  case tunnel::state::client_lost:
    return finish({'C', 'D'});
  case tunnel::state::server_lost:
    return finish({'S', 'D'});
  case tunnel::state::finished:
    return finish({});
  case tunnel::state::more:
    go_on_later();
    break;
  case tunnel::state::idle:
    break;
  }
  set_deadline(tunnel_.deadline());
}

void session::deadline_passed(clock::time_point at) {
  switch (stage_) {
  case session_stage::header:
    return header_failed('c');
  case session_stage::queued:
  case session_stage::waiting:
    return wait_ended(at);
  case session_stage::connecting:
    return connect_failed(false);
  case session_stage::relaying:
    return relay_timed_out(at);
  }
}

/// Looks which side was idle for too long; bytes may have put the deadline off meanwhile.
void session::relay_timed_out(clock::time_point at) {
  if (client_.socket.deadline() <= at)
    finish({'c', 'D'});
  else if (server_.socket.deadline() <= at)
    finish({'s', 'D'});
  else
    set_deadline(tunnel_.deadline());
}

void session::shut_down(char cause) {
  auto when = stage_ == session_stage::relaying ? '-'
              : stage_ == session_stage::queued ? 'Q'
              : stage_ == session_stage::header ? 'R'
                                                : 'C';
  finish({cause, when});
}

void session::finish(termination why) {
  if (std::exchange(over_, true))
    return;
  set_deadline(clock::time_point::max());
  if (waiting_ && why.cause != 'c') // HAProxy gives no time where the client was too slow
    times_.dequeued = engine_.time.now();
  leave_queue();
  counts_.end(why, times_, engine_.time.now());
  log_end(engine_.log, view(), why, engine_.state().sessions.current, engine_.time.now());
  client_.socket.close();
  server_.socket.close();
  counts_.leave();
  if (auto* left = server_.let_go())
    engine_.dispatch.release(*left);
  engine_.session_over(*this, *client_.came_by().owner);
}

session_view session::view() const {
  return {.id = id_,
          .stage = stage_,
          .front = client_.came_by().owner,
          .came_by = &client_.came_by(),
          .back = back_,
          .srv = server_.current() != nullptr ? server_.current() : wanted_,
          .source = client_.source(),
          .destination = client_.shown_destination(),
          .server_address = server_.socket.fd ? server_.current()->address : net::socket_address{},
          .times = times_,
          .last_activity = std::max(client_.socket.last_activity, server_.socket.last_activity),
          .expires = deadline(),
          .bytes_in = tunnel_.to_server.total(),
          .bytes_out = tunnel_.to_client.total(),
          .pending_in = tunnel_.to_server.pending(),
          .pending_out = tunnel_.to_client.pending(),
          .retries = server_.retries(),
          .redispatched = server_.redispatched(),
          .server_queue = server_queue_,
          .backend_queue = backend_queue_,
          .client_fd = client_.socket.fd.get(),
          .server_fd = server_.socket.fd.get(),
          .client_ended = client_.socket.ended,
          .server_ended = server_.socket.ended};
}

} // namespace mw::relay
