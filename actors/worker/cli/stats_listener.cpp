// Clients of the worker's own CLI sockets: see stats_listener.hpp.
#include "actors/worker/cli/stats_listener.hpp"

#include "actors/worker/cli/line_conversation.hpp"
#include "net/base/last_error.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <sys/socket.h>

namespace mw::worker {

namespace {

/// The most clients that are accepted in one turn; more wait until others have had theirs.
constexpr int most_at_once = 32;
/// The pause when the system gives out no descriptor or memory: long enough not to spin.
constexpr auto pause_time = std::chrono::milliseconds(100);

/// The errors with which one client is lost before it was accepted; the next may be there.
constexpr std::array lost_one{std::errc::connection_aborted, std::errc::interrupted,
                              std::errc::protocol_error, std::errc::operation_not_permitted};

} // namespace

stats_listener::stats_listener(asio::io_context& io, std::vector<stats_socket> sockets,
                               stats_limits limits, worker_context& worker)
    : io_(io),
      limits_(limits),
      worker_(worker),
      pause_(io),
      at_stop_(worker.stop, soft_stop::stage::asked, [this] { close(); }) {
  for (auto& socket : sockets) {
    worker_.owners.enter(socket.fd.get(), "stats_socket");
    worker_.sockets.push_back({std::move(socket.address), socket.level});
    sources_.emplace_back(io, std::move(socket));
  }
}

void stats_listener::start() {
  wait_for_all();
}

bool stats_listener::may_accept(const source& from) const {
  return from.descriptor.is_open() && clients_ < limits_.maxconn && from.clients < from.maxconn;
}

void stats_listener::wait_for_all() {
  for (auto& one : sources_)
    wait(one);
}

void stats_listener::wait(source& from) {
  if (!may_accept(from) || std::exchange(from.waiting, true))
    return;
  from.descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                             [this, &from](const asio::error_code& error) {
                               if (error)
                                 return;
                               from.waiting = false;
                               accept_clients(from);
                             });
}

void stats_listener::accept_clients(source& from) {
  for (int taken = 0; taken < most_at_once && may_accept(from); ++taken) {
    auto client = net::unique_fd(
        ::accept4(from.descriptor.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    auto error = client ? std::error_code() : net::last_error();
    if (client)
      open(from, std::move(client));
    else if (error == std::errc::resource_unavailable_try_again)
      break;
    else if (std::find(lost_one.begin(), lost_one.end(), error) == lost_one.end())
      return pause();
  }
  wait(from);
}

void stats_listener::open(source& from, net::unique_fd client) {
  ++clients_;
  ++from.clients;
  auto leave = [owner = weak_from_this(), &from](void*) {
    if (auto self = owner.lock())
      self->client_left(from);
  };
  auto terms = client_terms{.owner = "stats_client",
                            .idle_limit = limits_.timeout,
                            .leaves_at_stop = true,
                            .place = std::shared_ptr<void>(nullptr, std::move(leave))};
  auto talk = std::make_unique<line_conversation>(worker_, from.level, from.severity);
  std::make_shared<connection>(io_, std::move(client), std::move(talk), worker_, std::move(terms))
      ->start();
}

void stats_listener::client_left(source& from) {
  --clients_;
  --from.clients;
  wait_for_all();
}

void stats_listener::pause() {
  pause_.expires_after(pause_time);
  pause_.async_wait([this](const asio::error_code& error) {
    if (!error)
      wait_for_all();
  });
}

/// Closes the sockets. Other processes keep them open, and so would epoll: they are taken from it
/// first.
void stats_listener::close() {
  pause_.cancel();
  worker_.sockets.clear();
  for (auto& one : sources_)
    if (one.descriptor.is_open()) {
      worker_.owners.clear(one.descriptor.native_handle());
      net::unique_fd(one.descriptor.release()).reset();
    }
}

} // namespace mw::worker
