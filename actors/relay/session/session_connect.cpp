// Connecting to a server, and what is done when that fails: see session.hpp.
#include "actors/relay/balance/balancer.hpp"
#include "actors/relay/core.hpp"
#include "actors/relay/session/session.hpp"
#include "net/address/proxy_protocol.hpp"
#include "net/address/socket_address.hpp"

#include <algorithm>
#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace mw::relay {

namespace {

/// Before the same server is tried again: at once would most likely fail at once.
constexpr auto longest_pause = milliseconds{1000};

void set_option(int fd, int level, int name) {
  int on = 1;
  ::setsockopt(fd, level, name, &on, sizeof on);
}

splicing splicing_of(bool always, bool automatic) {
  return always ? splicing::always : automatic ? splicing::automatic : splicing::never;
}

} // namespace

net::socket_address session::target_address() const {
  auto to = server_->address;
  if (!server_->keeps_client_port)
    return to;
  auto came_to = destination_.length > 0 ? destination_ : net::local_address(client_.fd.get());
  set_port(to, static_cast<uint16_t>(port_of(came_to) + server_->port_offset));
  return to;
}

net::unique_fd session::open_socket(const net::socket_address& to) const {
  auto fd =
      net::unique_fd(::socket(to.bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (fd && to.bytes.ss_family != AF_UNIX)
    set_option(fd.get(), IPPROTO_TCP, TCP_NODELAY);
  if (fd && back_->settings->tcp_keepalive_server)
    set_option(fd.get(), SOL_SOCKET, SO_KEEPALIVE);
  return fd;
}

void session::connect() {
  auto to = target_address();
  auto fd = open_socket(to);
  if (!fd) {
    ++back_->counts->internal_errors;
    return finish({'R', 'C'});
  }
  server_side_.open(std::move(fd));
  begin_connecting();
  auto done = ::connect(server_side_.fd.get(), reinterpret_cast<const sockaddr*>(&to.bytes),
                        to.length) == 0;
  if (!done && errno != EINPROGRESS)
    return connect_failed(true);
  if (!core_.poll.add(server_side_.fd.get(), every_edge, server_side_))
    return finish({'R', 'C'});
}

void session::begin_connecting() {
  stage_ = session_stage::connecting;
  connect_started_ = now();
  connecting_ = true;
  auto& counts = *server_->counts;
  counts.sessions.enter();
  ++counts.all_sessions;
  ++counts.all_connections;
  ++back_->counts->all_connections;
  counts.rate.add(1, connect_started_);
  const auto& limit = back_->settings->connect_timeout;
  set_deadline(limit && limit->count() > 0 ? connect_started_ + *limit : clock::time_point::max());
}

/// Writable without an error is connected: the kernel need not be asked.
void session::check_connected() {
  if ((server_side_.failed || server_side_.ended) && net::pending_error(server_side_.fd.get()) != 0)
    return connect_failed(true);
  if (server_side_.writable)
    connected();
}

void session::connected() {
  stage_ = session_stage::relaying;
  connected_ = now();
  const auto& settings = *back_->settings;
  server_side_.timeout = settings.server_timeout;
  server_side_.fin_timeout = settings.server_fin_timeout;
  if (settings.tunnel_timeout)
    client_.timeout = server_side_.timeout = settings.tunnel_timeout;
  client_.last_activity = server_side_.last_activity = connected_;
  const auto& front = *came_by_.owner->settings;
  auto automatic = settings.splice_auto || front.splice_auto;
  to_server_.use_splicing(splicing_of(settings.splice_request || front.splice_request, automatic));
  to_client_.use_splicing(
      splicing_of(settings.splice_response || front.splice_response, automatic));
  send_header();
  run_flows();
}

void session::send_header() {
  auto version = server_->settings.header;
  if (version == net::proxy_header::none)
    return;
  auto destination = destination_.length > 0 ? destination_ : net::local_address(client_.fd.get());
  to_server_.put(net::make_proxy_header(version, source_, destination));
}

/// `refused`: by an answer, and not by the time limit.
void session::connect_failed(bool refused) {
  server_side_.close();
  count_connect_end();
  const auto& settings = *back_->settings;
  if (retries_ >= settings.retries) {
    ++server_->counts->failed_connects;
    return fail_connection({refused ? 'S' : 's', 'C'});
  }
  ++retries_;
  if (!may_redispatch())
    return retry_here(refused);
  auto* failed = server_;
  auto one_pause = refused && !another_is_likely();
  leave_server();
  previous_ = failed;
  if (!one_pause)
    return ask_server(failed);
  pause();
}

/// On every nth retry, or on the nth last; at once when another server is next in turn anyway, or
/// this one is down.
bool session::may_redispatch() const {
  const auto& interval = back_->settings->redispatch;
  if (!interval)
    return false;
  auto retries = static_cast<int>(retries_);
  auto all = static_cast<int>(back_->settings->retries);
  if (server_->state < operation::running || another_is_likely())
    return true;
  if (*interval > 0)
    return retries % *interval == 0;
  return *interval < 0 && retries % std::max(1, all + 1 + *interval) == 0;
}

bool session::another_is_likely() const {
  auto algorithm = back_->settings->balance;
  auto in_turn = algorithm == config::balance_algorithm::roundrobin ||
                 algorithm == config::balance_algorithm::static_rr;
  return in_turn && back_->active() > 1;
}

void session::retry_here(bool refused) {
  ++server_->counts->retries;
  ++back_->counts->retries;
  if (refused)
    pause();
  else
    connect();
}

void session::pause() {
  stage_ = session_stage::waiting;
  const auto& limit = back_->settings->connect_timeout;
  auto brief = limit && limit->count() > 0 && *limit < longest_pause;
  set_deadline(now() + (brief ? *limit : longest_pause));
}

void session::try_again() {
  if (server_ != nullptr)
    connect();
  else
    ask_server(previous_);
}

void session::count_connect_end() {
  if (std::exchange(connecting_, false))
    server_->counts->sessions.leave();
}

void session::leave_server() {
  if (auto* left = std::exchange(server_, nullptr))
    core_.dispatch.release(*left);
}

} // namespace mw::relay
