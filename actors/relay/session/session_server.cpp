// A session's way to its server: see session.hpp.
#include "actors/relay/engine.hpp"
#include "actors/relay/log/session_log.hpp"
#include "actors/relay/session/session.hpp"
#include "net/address/proxy_protocol.hpp"

#include <algorithm>

namespace mw::relay {

namespace {

/// Pause before a server that has refused is tried again: at once would most likely fail at once.
constexpr auto longest_pause = milliseconds{1000};

} // namespace

void session::take_header() {
  switch (client_.take_header()) {
  case client_side::header::incomplete:
    return;
  case client_side::header::taken:
    return choose_backend();
  case client_side::header::malformed:
    return header_failed('P');
  case client_side::header::lost:
    return header_failed('C');
  }
}

void session::header_failed(char cause) {
  counts_.header_failed();
  finish({cause, 'R'});
}

void session::choose_backend() {
  auto name = client_.match_rules();
  times_.asked = engine_.time.now();
  back_ = engine_.state().backend_for(*client_.came_by().owner, name);
  if (back_ == nullptr)
    return finish({'S', 'C'});
  counts_.enter(*back_, times_.asked);
  log_start(engine_.log, view());
  ask_server();
}

/// Asks for a slot of any server, with the one that has just failed as the last resort.
void session::ask_server() {
  auto given = engine_.dispatch.assign(*this, client_.source(), *back_, server_.failed());
  if (auto* from = std::get_if<server*>(&given)) {
    take_slot(**from);
    return connect();
  }
  if (auto* refused = std::get_if<refusal>(&given)) {
    wanted_ = refused->full;
    if (wanted_ != nullptr)
      session_counts::fail_server(*wanted_);
    return fail_connection({'S', wanted_ != nullptr ? 'Q' : 'C'});
  }
  const auto& settings = *back_->settings;
  const auto& limit = settings.queue_timeout ? settings.queue_timeout : settings.connect_timeout;
  waiting_ = std::get<queue_place>(std::move(given));
  wanted_ = waiting_.target();
  wait(session_stage::queued, after(waiting_.since(), limit));
}

/// Waits for a slot, or before another try; with a silent client no longer than its own time limit.
void session::wait(session_stage stage, clock::time_point limit) {
  stage_ = stage;
  stage_limit_ = limit;
  set_deadline(std::min(limit, client_.socket.deadline()));
  if (client_.socket.ended || client_.socket.failed) // with the PROXY header: no more news comes
    client_left();
}

void session::wait_ended(clock::time_point at) {
  auto queued = stage_ == session_stage::queued;
  if (at >= stage_limit_)
    return queued ? fail_connection({'s', 'Q'}) : try_again();
  if (client_.is_silent())
    return finish({'c', queued ? 'Q' : 'C'});
  set_deadline(stage_limit_);
}

/// Ends a session whose client goes away, but not before bytes that it has left reach the server.
void session::client_left() {
  if (client_.socket.failed)
    finish({'C', 'D'});
  else if (client_.socket.ended && client_.is_silent())
    finish({'C', stage_ == session_stage::queued ? 'Q' : 'C'});
}

void session::leave_queue() {
  if (!waiting_)
    return;
  (waiting_.target() != nullptr ? server_queue_ : backend_queue_) += waiting_.passed();
  waiting_.leave();
}

void session::slot_given(server& from) {
  leave_queue();
  take_slot(from);
  go_on_later();
}

void session::ask_again() {
  leave_queue();
  server_.give_up(*std::exchange(wanted_, nullptr));
  go_on_later();
}

void session::take_slot(server& from) {
  wanted_ = nullptr;
  times_.dequeued = engine_.time.now();
  counts_.enter(from, *times_.dequeued);
  if (auto* before = server_.take(from))
    counts_.try_again(*before, before != &from);
}

void session::connect() {
  if (!server_.open(*back_->settings)) {
    counts_.fail_internally();
    return finish({'R', 'C'});
  }
  auto now = engine_.time.now();
  stage_ = session_stage::connecting;
  counts_.begin_connection(now);
  set_deadline(after(now, back_->settings->connect_timeout));
  if (!server_.connect(client_))
    return connect_failed(true);
  if (!engine_.poll.add(server_.socket.fd.get(), every_edge, server_.socket))
    finish({'R', 'C'});
}

void session::check_connection() {
  switch (server_.check()) {
  case server_attempt::progress::waiting:
    return;
  case server_attempt::progress::connected:
    return connected();
  case server_attempt::progress::refused:
    return connect_failed(true);
  }
}

void session::connected() {
  auto now = engine_.time.now();
  const auto& settings = *back_->settings;
  stage_ = session_stage::relaying;
  times_.connected = now;
  server_.limit(settings, now);
  client_.socket.last_activity = now;
  if (settings.tunnel_timeout)
    client_.socket.timeout = settings.tunnel_timeout;
  tunnel_.use_splicing(client_.settings(), settings);
  if (auto version = server_.current()->settings.header; version != net::proxy_header::none)
    tunnel_.to_server.put(net::make_proxy_header(version, client_.source(), client_.destination()));
  relay();
}

/// Tells whether the client has said nothing within its time limit.
bool session::client_is_late() const {
  return client_.socket.deadline() <= engine_.time.now() && client_.is_silent();
}

/// Does what is to be done next. `refused`: by an answer, and not by the time limit.
void session::connect_failed(bool refused) {
  server_.socket.close();
  counts_.end_connection();
  switch (auto next = server_.after_failure(*back_, refused)) {
  case next_try::none:
    session_counts::fail_server(*server_.current());
    return fail_connection({client_is_late() ? 'c' : refused ? 'S' : 's', 'C'});
  case next_try::here:
  case next_try::here_later:
    counts_.try_again(*server_.current(), false);
    return next == next_try::here ? connect() : pause();
  case next_try::elsewhere:
  case next_try::elsewhere_later:
    counts_.leave_server();
    engine_.dispatch.release(server_.move_on());
    return next == next_try::elsewhere ? ask_server() : pause();
  }
}

void session::pause() {
  const auto& limit = back_->settings->connect_timeout;
  auto brief = limit && limit->count() > 0 && *limit < longest_pause;
  wait(session_stage::waiting, engine_.time.now() + (brief ? *limit : longest_pause));
}

void session::try_again() {
  if (server_.current() != nullptr)
    connect();
  else
    ask_server();
}

void session::fail_connection(termination why) {
  counts_.fail_connection();
  finish(why);
}

} // namespace mw::relay
