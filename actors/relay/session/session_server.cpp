// A session's way to its server: see session.hpp.
#include "actors/relay/engine.hpp"
#include "actors/relay/log/session_log.hpp"
#include "actors/relay/session/session.hpp"
#include "net/address/proxy_protocol.hpp"

#include <algorithm>

namespace mw::relay {

namespace {

/// Before a server that has refused is tried again: at once would most likely fail at once.
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

/// For a slot of any server, with the one that has just failed as the last resort.
void session::ask_server() {
  backend_ahead_ = static_cast<unsigned>(back_->queue.size());
  auto given = engine_.dispatch.assign(*this, client_.source(), *back_, server_.failed());
  if (auto* from = std::get_if<server*>(&given)) {
    take_slot(**from);
    return connect();
  }
  if (auto* place = std::get_if<queue_place>(&given)) {
    waiting_ = std::move(*place);
    server_ahead_ = static_cast<unsigned>(waiting_.ahead());
    stage_ = session_stage::queued;
    const auto& settings = *back_->settings;
    return set_deadline(after(waiting_.since(), settings.queue_timeout ? settings.queue_timeout
                                                                       : settings.connect_timeout));
  }
  fail_connection({'S', std::get<refusal>(given) == refusal::queue_full ? 'Q' : 'C'});
}

void session::slot_given(server& from) {
  waiting_.leave();
  take_slot(from);
  go_on_later();
}

void session::ask_again() {
  waiting_.leave();
  go_on_later();
}

void session::take_slot(server& from) {
  times_.assigned = engine_.time.now();
  counts_.enter(from, *times_.assigned);
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

/// `refused`: by an answer, and not by the time limit.
void session::connect_failed(bool refused) {
  server_.socket.close();
  counts_.end_connection();
  switch (auto next = server_.after_failure(*back_, refused)) {
  case next_try::none:
    counts_.fail_server();
    return fail_connection({refused ? 'S' : 's', 'C'});
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
  stage_ = session_stage::waiting;
  const auto& limit = back_->settings->connect_timeout;
  auto brief = limit && limit->count() > 0 && *limit < longest_pause;
  set_deadline(engine_.time.now() + (brief ? *limit : longest_pause));
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
