// From the accept to a server: see session.hpp.
#include "actors/relay/core.hpp"
#include "actors/relay/session/session.hpp"
#include "actors/relay/session/traffic_rules.hpp"
#include "net/address/proxy_protocol.hpp"
#include "net/address/socket_address.hpp"

#include <array>

#include <netinet/in.h>
#include <sys/socket.h>

namespace mw::relay {

namespace {

void keep_alive(int fd) {
  int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
}

} // namespace

void session::start() {
  if (came_by_.owner->settings->tcp_keepalive_client)
    keep_alive(client_.fd.get());
  if (!core_.poll.add(client_.fd.get(), every_edge, client_))
    return finish({'R', 'R'});
  if (!came_by_.settings->accept_proxy)
    return choose_backend();
  stage_ = session_stage::header;
  set_deadline(client_.deadline());
}

/// Looks first and takes only the header: what is behind it belongs to the server.
void session::read_header() {
  std::array<char, net::longest_proxy_header> bytes{};
  auto count = ::recv(client_.fd.get(), bytes.data(), bytes.size(), MSG_PEEK | MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR))
    return;
  if (count <= 0)
    return header_failed('C');
  auto header = net::read_proxy_header({bytes.data(), static_cast<size_t>(count)});
  if (!header || (!*header && client_.ended))
    return header_failed('P');
  if (!*header)
    return;
  ::recv(client_.fd.get(), bytes.data(), (*header)->length, MSG_DONTWAIT);
  if ((*header)->source.length > 0) {
    source_ = (*header)->source;
    destination_ = (*header)->destination;
  }
  choose_backend();
}

void session::header_failed(char cause) {
  ++came_by_.owner->counts->bad_requests;
  ++came_by_.counts->bad_requests;
  finish({cause, 'R'});
}

void session::choose_backend() {
  const auto& settings = *came_by_.owner->settings;
  if (destination_.length == 0 && need_destination(settings.rules))
    destination_ = net::local_address(client_.fd.get());
  auto name = match_rules(settings.rules, source_, destination_);
  back_ = core_.backend_for(*came_by_.owner, name);
  asked_ = now();
  if (back_ == nullptr)
    return finish({'S', 'C'});
  back_->counts->sessions.enter();
  ++back_->counts->all_sessions;
  back_->counts->rate.add(1, asked_);
  log_start();
  ask_server(nullptr);
}

void session::ask_server(const server* avoid) {
  backend_ahead_ = static_cast<unsigned>(back_->queue.size());
  switch (core_.dispatch.assign(*this, *back_, avoid)) {
  case assignment::given:
    return connect();
  case assignment::queued:
    stage_ = session_stage::queued;
    queue_ahead_ = static_cast<unsigned>(waiting.queue->size() - 1);
    return set_deadline(queue_deadline());
  case assignment::no_server:
    return fail_connection({'S', 'C'});
  case assignment::queue_full:
    return fail_connection({'S', 'Q'});
  }
}

clock::time_point session::queue_deadline() const {
  const auto& settings = *back_->settings;
  auto limit = settings.queue_timeout ? settings.queue_timeout : settings.connect_timeout;
  if (!limit || limit->count() == 0)
    return clock::time_point::max();
  return waiting.since + *limit;
}

void session::queue_timed_out() {
  fail_connection({'s', 'Q'});
}

void session::fail_connection(termination why) {
  ++back_->counts->failed_connects;
  finish(why);
}

void session::slot_given(server& from) {
  server_ = &from;
  assigned_ = now();
  for (auto* counts : {from.counts.get(), back_->counts.get()})
    counts->last_session = assigned_;
  if (previous_ == nullptr)
    return;
  auto* before = std::exchange(previous_, nullptr);
  redispatched_ |= before != &from;
  for (auto* counts : {before->counts.get(), back_->counts.get()})
    ++(before != &from ? counts->redispatches : counts->retries);
}

} // namespace mw::relay
