// A session's life as a relay: see session.hpp.
#include "actors/relay/session/session.hpp"

#include "actors/relay/core.hpp"

#include <algorithm>

namespace mw::relay {

session::session(core& engine, listener& came_by, net::unique_fd client,
                 const net::socket_address& source, uint64_t id)
    : timed(engine.timers),
      core_(engine),
      came_by_(came_by),
      id_(id),
      client_(*this, true),
      server_side_(*this, false),
      to_server_(client_, server_side_, engine.flows),
      to_client_(server_side_, client_, engine.flows),
      source_(source),
      started_(engine.poll.now()),
      started_at_(std::chrono::system_clock::now()) {
  const auto& settings = *came_by.owner->settings;
  client_.open(std::move(client));
  client_.timeout = settings.client_timeout;
  client_.fin_timeout = settings.client_fin_timeout;
  client_.last_activity = started_;
}

session::~session() = default;

clock::time_point session::now() const {
  return core_.poll.now();
}

void session::client_ready() {
  if (over_)
    return;
  if (stage_ == session_stage::relaying)
    run_flows();
  else if (stage_ == session_stage::header)
    read_header();
  else if (client_.failed) // reset: nobody waits for an answer any more
    finish({'C', stage_ == session_stage::queued ? 'Q' : 'C'});
}

void session::server_ready() {
  if (over_)
    return;
  if (stage_ == session_stage::relaying)
    run_flows();
  else if (stage_ == session_stage::connecting)
    check_connected();
}

void session::resume() {
  listed_ = false;
  if (over_)
    return;
  if (stage_ == session_stage::relaying)
    run_flows();
  else
    try_again();
}

/// First what the server says: whatever it sent before it closed gets to the client.
void session::run_flows() {
  auto from_server = to_client_.run(now());
  auto from_client = to_server_.run(now());
  account();
  if (lost(from_server, false) || lost(from_client, true))
    return;
  if (to_client_.finished() && to_server_.finished())
    return finish({});
  to_client_.pass_end_on();
  to_server_.pass_end_on();
  if (from_server == flow::result::more || from_client == flow::result::more)
    core_.later(*this);
  set_relay_deadline();
}

bool session::lost(flow::result result, bool to_server) {
  if (result != flow::result::source_lost && result != flow::result::target_lost)
    return false;
  auto by_client = (result == flow::result::source_lost) == to_server;
  finish({by_client ? 'C' : 'S', 'D'});
  return true;
}

void session::set_relay_deadline() {
  set_deadline(std::min(client_.deadline(), server_side_.deadline()));
}

void session::deadline_passed(clock::time_point at) {
  core_.poll.set_now(at);
  switch (stage_) {
  case session_stage::header:
    return header_failed('c');
  case session_stage::queued:
    return queue_timed_out();
  case session_stage::waiting:
    return try_again();
  case session_stage::connecting:
    return connect_failed(false);
  case session_stage::relaying:
    return relay_timed_out(at);
  }
}

void session::relay_timed_out(clock::time_point at) {
  if (client_.deadline() <= at)
    finish({'c', 'D'});
  else if (server_side_.deadline() <= at)
    finish({'s', 'D'});
  else
    set_relay_deadline();
}

/// What was moved since the last time, in every place where it is counted.
void session::account() {
  auto in = to_server_.take_news();
  auto out = to_client_.take_news();
  for (auto* counts : {came_by_.owner->counts.get(), came_by_.counts.get(), back_->counts.get(),
                       server_->counts.get()}) {
    counts->bytes_in += in;
    counts->bytes_out += out;
  }
  core_.state.total->bytes_out += out;
}

} // namespace mw::relay
