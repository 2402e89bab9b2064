// A listener: see listener.hpp.
#include "actors/entry/listener.hpp"

#include "actors/entry/proxy_header_entry.hpp"
#include "actors/entry/tls_entry.hpp"
#include "actors/events/event_clock.hpp"
#include "actors/routing/router.hpp"
#include "actors/session/command_log.hpp"
#include "net/stream/peer.hpp"

#include <fmt/format.h>

#include <cerrno>

#include <fcntl.h>
#include <sys/socket.h>

namespace mw {

namespace {

// After so many clients the sessions of this thread have their turn.
constexpr int clients_per_turn = 64;
// Without a descriptor left, and none to spare: the kernel's queue holds the clients meanwhile.
constexpr auto pause_without_descriptors = std::chrono::milliseconds{100};

net::unique_fd open_reserve() {
  return net::unique_fd{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
}

net::unique_fd accept_one(int socket) {
  return net::unique_fd{::accept4(socket, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
}

void turn_away(const net::unique_fd& client, std::string_view why) {
  ::send(client.get(), why.data(), why.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

} // namespace

listener_state::listener_state(runtime::host<handle>* self, listener_environment environment)
    : self_(self), environment_(std::move(environment)), reserve_(open_reserve()) {
  self_->set_down_handler([this](caf::down_msg& gone) { ended(gone.source); });
  for (const auto& socket : environment_.sockets)
    waits_.push_back(
        {{self_->io(), ::fcntl(socket.fd(), F_DUPFD_CLOEXEC, 0)}, asio::steady_timer{self_->io()}});
  // Here, not on the unit's thread: the router is among the route news's watchers before any worker
  // runs.
  applet_ = runtime::spawn_on<applet_state>(self_->unit(), environment_.master, environment_.facts);
  router_ = runtime::spawn_on<router_state>(self_->unit(), environment_.route_news, applet_,
                                            environment_.workers, environment_.sources);
  self_->send(applet_, router_);
  log_ = runtime::spawn_on<command_log_state>(self_->unit(), environment_.sources.events);
}

listener_actor::behavior_type listener_state::make_behavior() {
  return {
      [this](const stop_listening&) { stop(); },
      [this](const renew_certificate& x) { renew(x.certificate); },
      [](const health_check&) { return alive{}; },
      [this](const client_named& x) { greet(net::unique_fd{x.client.take()}, x.peer); },
      [this](const client_secured& x) { serve(std::move(*x.client.connection), x.peer); },
  };
}

void listener_state::begin() {
  for (auto& one : waits_)
    wait(one);
  if (environment_.tls)
    self_->send(environment_.master, watch_certificate{environment_.number}, handle{self_});
}

void listener_state::wait(waiting_socket& on) {
  on.socket.async_wait(asio::posix::stream_descriptor::wait_read,
                       self_->bind([this, &on](asio::error_code error) {
                         if (!error)
                           accept_some(on);
                       }));
}

void listener_state::accept_some(waiting_socket& on) {
  auto socket = on.socket.native_handle();
  for (auto left = clients_per_turn; left > 0; --left) {
    auto client = accept_one(socket);
    if (client) {
      accepted(std::move(client));
      continue;
    }
    auto no_descriptor = errno == EMFILE || errno == ENFILE;
    if (no_descriptor && !refuse_for_lack_of_descriptors(socket))
      return wait_later(on);
    if (errno == EAGAIN)
      break;
  }
  wait(on);
}

/// Counts all clients: one that has an entry has no session yet.
size_t listener_state::clients() const {
  return header_entries_.size() + tls_entries_.size() + sessions_.size();
}

void listener_state::refuse(const net::unique_fd& client) const {
  auto why = fmt::format("Too many CLI sessions ({}), try again later\n", environment_.maxconn);
  if (!environment_.tls) // who expects TLS takes words for garbage
    turn_away(client, why);
}

void listener_state::accepted(net::unique_fd client) {
  if (clients() >= environment_.maxconn)
    return refuse(client);
  auto peer = net::peer_text(client.get());
  if (!environment_.accept_proxy)
    return greet(std::move(client), std::move(peer));
  auto entry = runtime::spawn_on<proxy_header_entry_state>(self_->unit(), std::move(client),
                                                           std::move(peer), listener_actor{self_});
  self_->monitor(entry);
  header_entries_.emplace(entry.address(), std::move(entry));
}

void listener_state::greet(net::unique_fd client, std::string peer) {
  if (!environment_.tls)
    return serve(std::move(client), std::move(peer));
  auto entry = runtime::spawn_on<tls_entry_state>(self_->unit(), std::move(client), std::move(peer),
                                                  *environment_.tls, listener_actor{self_});
  self_->monitor(entry);
  tls_entries_.emplace(entry.address(), std::move(entry));
}

void listener_state::serve(net::connection client, std::string peer) {
  auto session = runtime::spawn_on<session_state>(
      self_->unit(), std::move(client),
      session_environment{router_, log_, environment_.level, environment_.master_started,
                          environment_.severity, environment_.first_target, peer});
  self_->monitor(session);
  note(lifecycle_event::kind::session_opened, peer);
  sessions_.emplace(session.address(), open_session{session, std::move(peer)});
}

void listener_state::ended(const caf::actor_addr& gone) {
  header_entries_.erase(gone);
  tls_entries_.erase(gone);
  if (auto session = sessions_.extract(gone))
    note(lifecycle_event::kind::session_closed, session.mapped().peer);
}

/// Told together: a client that connects for each command must not wake another thread for it.
void listener_state::note(lifecycle_event::kind what, const std::string& peer) {
  if (!environment_.sources.events)
    return;
  if (events_.all.empty())
    self_->after(log_delay, [this] { tell_events(); });
  events_.all.push_back({.what = what,
                         .at = wall_clock_ms(),
                         .text = fmt::format("{} level={}", peer, level_name(environment_.level))});
}

void listener_state::tell_events() {
  if (!events_.all.empty())
    self_->send(environment_.sources.events, std::exchange(events_, {}));
}

bool listener_state::refuse_for_lack_of_descriptors(int socket) {
  if (!reserve_)
    return false;
  reserve_.reset();
  if (auto client = accept_one(socket))
    turn_away(client, "No file descriptor left, try again later\n");
  reserve_ = open_reserve();
  return static_cast<bool>(reserve_);
}

void listener_state::wait_later(waiting_socket& on) {
  reserve_ = open_reserve();
  on.pause.expires_after(pause_without_descriptors);
  on.pause.async_wait(self_->bind([this, &on](asio::error_code error) {
    if (!error)
      wait(on);
  }));
}

/// Clients that are connected stay with what they know.
void listener_state::renew(const certificate_box& certificate) {
  environment_.tls = certificate.context;
}

void listener_state::stop() {
  for (const auto& [address, session] : sessions_)
    self_->send_exit(session.handle, caf::exit_reason::user_shutdown);
  for (const auto* entries : {&header_entries_, &tls_entries_})
    for (const auto& [address, entry] : *entries)
      self_->send_exit(entry, caf::exit_reason::user_shutdown);
  self_->send_exit(router_, caf::exit_reason::user_shutdown);
  self_->send_exit(applet_, caf::exit_reason::user_shutdown);
  self_->send_exit(log_, caf::exit_reason::user_shutdown);
  self_->quit();
}

} // namespace mw
