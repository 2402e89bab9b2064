// Taking clients: see acceptor.hpp.
#include "actors/relay/acceptor.hpp"

#include "actors/relay/engine.hpp"
#include "net/address/socket_address.hpp"
#include "net/base/last_error.hpp"

#include <algorithm>
#include <array>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace mw::relay {

namespace {

/// Clients of one socket in a turn of the loop: then others have theirs.
constexpr int clients_at_once = 32;
/// Clients in a turn if several processes accept: the others were woken by the same clients.
constexpr int clients_at_once_of_several = 4;
/// Pause when the system gives out no descriptor or memory: long enough not to spin.
constexpr auto pause_time = milliseconds{100};

/// Errors of accept4() by which one client is lost; the next may be there.
constexpr std::array lost_client{std::errc::connection_aborted, std::errc::interrupted,
                                 std::errc::protocol_error, std::errc::operation_not_permitted};

/// Sets TCP_NODELAY, which accepted sockets inherit. A unix socket knows no such option, which does
/// not matter.
void send_at_once(int fd) {
  int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

} // namespace

void acceptor::source::ready(uint32_t /*events*/) {
  owner_.accept_clients(*this);
}

void acceptor::source::watch() {
  if (watched_ || !from.fd || !owner_.may_accept(from))
    return;
  if (std::exchange(refuses_, false))
    listen();
  watched_ = owner_.engine_.poll.add(from.fd.get(), EPOLLIN, *this);
}

void acceptor::source::rest() {
  if (std::exchange(watched_, false))
    owner_.engine_.poll.remove(from.fd.get());
}

void acceptor::source::refuse() {
  if (from.fd && from.address.bytes.ss_family != AF_UNIX)
    refuses_ = ::shutdown(from.fd.get(), SHUT_RD) == 0;
}

/// Asks for the port again, which shutdown() gives up if the kernel has chosen it; another port is
/// still bound, and bind() refuses.
void acceptor::source::listen() const {
  const auto& name = from.address;
  int listens = 0;
  socklen_t size = sizeof listens;
  if (::getsockopt(from.fd.get(), SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens != 0)
    return;
  static_cast<void>(
      ::bind(from.fd.get(), reinterpret_cast<const sockaddr*>(&name.bytes), name.length));
  ::listen(from.fd.get(), from.settings->socket.backlog);
}

acceptor::acceptor(engine& owner, unsigned processes)
    : timed(owner.timers),
      engine_(owner),
      alone_(processes <= 1),
      at_once_(processes > 1 ? clients_at_once_of_several : clients_at_once) {}

void acceptor::start() {
  for (const auto& one : engine_.state().all)
    if (one->front)
      for (auto& from : one->front->listeners) {
        send_at_once(from.fd.get());
        auto& added = sources_.emplace_back(*this, from);
        added.listen(); // a predecessor may have made it refuse
        added.watch();
      }
}

bool acceptor::may_accept(const listener& x) const {
  const auto& front = *x.owner;
  auto own_limit = x.settings->maxconn;
  return !paused_ && (front.state == frontend_state::open) &&
         engine_.state().sessions.current < engine_.state().maxconn &&
         (own_limit == 0 || x.counts->sessions.current < own_limit);
}

void acceptor::accept_clients(source& from) {
  for (int taken = 0; taken < at_once_; ++taken) {
    if (!may_accept(from.from)) {
      from.rest();
      resting_ = true;
      return;
    }
    if (!accept_one(from))
      return;
  }
}

bool acceptor::accept_one(source& from) {
  auto address = net::socket_address{};
  address.length = sizeof address.bytes;
  auto client =
      net::unique_fd(::accept4(from.from.fd.get(), reinterpret_cast<sockaddr*>(&address.bytes),
                               &address.length, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (client) {
    engine_.sessions.open(from.from, std::move(client), address);
    return true;
  }
  auto error = net::last_error();
  if (error == std::errc::resource_unavailable_try_again)
    return false;
  if (std::find(lost_client.begin(), lost_client.end(), error) != lost_client.end())
    return true;
  if (error == std::errc::invalid_argument) // another process has stopped it, in a reload
    from.listen();
  else
    pause();
  return false;
}

void acceptor::pause() {
  paused_ = true;
  resting_ = true;
  for (auto& one : sources_)
    one.rest();
  set_deadline(engine_.time.now() + pause_time);
}

void acceptor::deadline_passed(clock::time_point /*now*/) {
  paused_ = false;
  resume();
}

void acceptor::resume() {
  if (!resting_ || paused_)
    return;
  resting_ = false;
  for (auto& one : sources_) {
    one.watch();
    resting_ |= one.from.fd && !may_accept(one.from);
  }
}

void acceptor::pause(const frontend& x) {
  for (auto& one : sources_)
    if (one.from.owner == &x) {
      one.rest();
      if (alone_)
        one.refuse();
    }
  resting_ = true;
}

/// Takes the sockets from epoll first: other processes keep them open, so that it would watch on.
void acceptor::close(frontend& x) {
  for (auto& one : sources_)
    if (one.from.owner == &x) {
      one.rest();
      one.from.fd.reset();
    }
  x.state = frontend_state::stopped;
}

} // namespace mw::relay
