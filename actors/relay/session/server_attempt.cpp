// Connecting to a server, and what is tried when that fails: see server_attempt.hpp.
#include "actors/relay/session/server_attempt.hpp"

#include "actors/relay/session/client_side.hpp"
#include "net/address/socket_address.hpp"

#include <algorithm>
#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace mw::relay {

namespace {

void set_option(int fd, int level, int name) {
  int on = 1;
  ::setsockopt(fd, level, name, &on, sizeof on);
}

/// Tells whether the balancing itself would choose another server next: only a client's address
/// (source) leads to the same one again.
bool another_is_likely(const backend& of) {
  return of.settings->balance != config::balance_algorithm::source && of.active() > 1;
}

} // namespace

server* server_attempt::take(server& from) {
  server_ = &from;
  auto* before = std::exchange(failed_, nullptr);
  redispatched_ |= before != nullptr && before != &from;
  return before;
}

bool server_attempt::open(const config::proxy_settings& back) {
  auto family = server_->address.bytes.ss_family;
  auto fd = net::unique_fd(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd)
    return false;
  if (family != AF_UNIX)
    set_option(fd.get(), IPPROTO_TCP, TCP_NODELAY);
  if (back.tcp_keepalive_server)
    set_option(fd.get(), SOL_SOCKET, SO_KEEPALIVE);
  socket.open(std::move(fd));
  return true;
}

net::socket_address server_attempt::target(const client_side& by) const {
  auto to = server_->address;
  if (server_->keeps_client_port)
    set_port(to, static_cast<uint16_t>(port_of(by.destination()) + server_->port_offset));
  return to;
}

bool server_attempt::connect(const client_side& by) {
  auto to = target(by);
  return ::connect(socket.fd.get(), reinterpret_cast<const sockaddr*>(&to.bytes), to.length) == 0 ||
         errno == EINPROGRESS;
}

/// Takes a socket that is writable without an error for connected: the kernel need not be asked.
server_attempt::progress server_attempt::check() const {
  if ((socket.failed || socket.ended) && net::pending_error(socket.fd.get()) != 0)
    return progress::refused;
  return socket.writable ? progress::connected : progress::waiting;
}

void server_attempt::limit(const config::proxy_settings& back, clock::time_point now) {
  socket.timeout = back.tunnel_timeout ? back.tunnel_timeout : back.server_timeout;
  socket.fin_timeout = back.server_fin_timeout;
  socket.last_activity = now;
}

next_try server_attempt::after_failure(const backend& of, bool refused) {
  if (retries_ >= of.settings->retries)
    return next_try::none;
  ++retries_;
  if (!may_redispatch(of))
    return refused ? next_try::here_later : next_try::here;
  return refused && of.active() <= 1 ? next_try::elsewhere_later : next_try::elsewhere;
}

/// Allows another server on every nth retry, or on the nth last; at once when another one is next
/// in turn anyway, or this one is down.
bool server_attempt::may_redispatch(const backend& of) const {
  const auto& interval = of.settings->redispatch;
  if (!interval)
    return false;
  if (server_->state < operation::running || another_is_likely(of))
    return true;
  auto retries = static_cast<int>(retries_);
  auto all = static_cast<int>(of.settings->retries);
  if (*interval > 0)
    return retries % *interval == 0;
  return *interval < 0 && retries % std::max(1, all + 1 + *interval) == 0;
}

server& server_attempt::move_on() {
  failed_ = server_;
  return *std::exchange(server_, nullptr);
}

} // namespace mw::relay
