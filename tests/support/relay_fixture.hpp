// An engine that a test steps by hand, with played clients and servers on loopback.
#pragma once

#include "actors/relay/engine.hpp"
#include "actors/relay/socket_text.hpp"
#include "tests/support/deadline.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace mw::test {

using net::unique_fd;

/// Any free port on 127.0.0.1.
inline sockaddr_in loopback(uint16_t port = 0) {
  auto name = sockaddr_in{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  name.sin_port = htons(port);
  return name;
}

template <class Name>
int bind_to(const unique_fd& fd, const Name& name) {
  return ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name);
}

inline unique_fd listening(uint16_t port = 0, int backlog = 512) {
  auto fd = unique_fd(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  int on = 1;
  ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  REQUIRE(bind_to(fd, loopback(port)) == 0);
  REQUIRE(::listen(fd.get(), backlog) == 0);
  return fd;
}

/// One end of a connection, for a test that steps the engine meanwhile.
class relay_peer {
public:
  relay_peer() = default;

  explicit relay_peer(unique_fd fd) : fd_(std::move(fd)) {}

  int fd() const { return fd_.get(); }

  explicit operator bool() const { return static_cast<bool>(fd_); }

  bool send(std::string_view bytes) const {
    return ::send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }

  void end() const { ::shutdown(fd_.get(), SHUT_WR); }

  void close() { fd_.reset(); }

  void abort() {
    auto at_once = linger{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    fd_.reset();
  }

private:
  unique_fd fd_;
};

/// Settings with one frontend-and-backend `l`; tests change them before start().
class relay_fixture {
public:
  relay_fixture() {
    auto& l = add_listen("l");
    l.connect_timeout = milliseconds{2000};
    l.client_timeout = l.server_timeout = milliseconds{20'000};
  }

  proxy_settings& add_listen(const std::string& name) {
    auto& added = parts_.proxies.emplace_back();
    added.name = name;
    added.takes_clients = added.has_servers = true;
    added.id = static_cast<unsigned>(parts_.proxies.size() + 1);
    added.binds.emplace_back();
    parts_.sockets.emplace_back().push_back(listening());
    doors_.push_back(relay::local_address(parts_.sockets.back().front().get()));
    return added;
  }

  proxy_settings& add_backend(const std::string& name) {
    auto& added = parts_.proxies.emplace_back();
    added.name = name;
    added.has_servers = true;
    added.connect_timeout = milliseconds{2000};
    return added;
  }

  proxy_settings& settings(size_t at = 0) { return parts_.proxies[at]; }

  relay::engine_parts& parts() { return parts_; }

  /// A server of a backend, and its listening socket.
  proxy_server& add_server(size_t proxy = 0) {
    servers_.push_back(listening());
    return add_server_at(relay::local_address(servers_.back().get()), proxy);
  }

  proxy_server& add_server_at(const socket_address& where, size_t proxy = 0) {
    auto& all = settings(proxy).servers;
    auto& added = all.emplace_back();
    added.id = static_cast<unsigned>(all.size());
    added.name = "s" + std::to_string(added.id);
    added.address = where;
    return added;
  }

  unique_fd& server_socket(size_t at = 0) { return servers_[at]; }

  const socket_address& door(size_t at = 0) const { return doors_[at]; }

  relay::engine& start() {
    engine_.emplace(io_, std::move(parts_), stop_);
    engine_->start();
    return *engine_;
  }

  relay::engine& engine() { return *engine_; }

  relay::backend& back(const std::string& name = "l") {
    return *engine_->state().find_backend(name);
  }

  relay::frontend& front(const std::string& name = "l") {
    return *engine_->state().find_frontend(name);
  }

  relay::server& srv(size_t at = 0, const std::string& name = "l") {
    return *back(name).servers[at];
  }

  worker::soft_stop& stop() { return stop_; }

  asio::io_context& io() { return io_; }

  /// Runs the engine until that is so; the test fails if it never is.
  void until(const std::function<bool()>& reached) {
    auto limit = deadline(patience);
    auto done = reached();
    while (!done && !limit.passed()) {
      io_.run_one_for(milliseconds{5});
      done = reached();
    }
    REQUIRE(done);
  }

  /// What is there to do now.
  void settle() {
    for (int turn = 0; turn < 20; ++turn)
      io_.poll();
  }

  relay_peer connect(size_t door_number = 0) { return connect_to(door(door_number)); }

  static relay_peer connect_to(const socket_address& where) {
    auto fd = unique_fd(::socket(where.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    REQUIRE(::connect(fd.get(), reinterpret_cast<const sockaddr*>(&where.bytes), where.length) ==
            0);
    ::fcntl(fd.get(), F_SETFL, O_NONBLOCK);
    return relay_peer(std::move(fd));
  }

  /// The next connection that a server gets; the engine knows that it was made.
  relay_peer accept(size_t server = 0) {
    auto taken = unique_fd();
    until([&] {
      if (!taken)
        taken.reset(
            ::accept4(servers_[server].get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
      return static_cast<bool>(taken);
    });
    settle();
    return relay_peer(std::move(taken));
  }

  bool has_connection(size_t server) {
    settle();
    auto waiting = pollfd{servers_[server].get(), POLLIN, 0};
    return ::poll(&waiting, 1, 0) > 0;
  }

  /// So many bytes.
  std::string read(const relay_peer& from, size_t count) {
    std::string all;
    until([&] {
      take(from, all, count - all.size());
      return all.size() >= count;
    });
    return all;
  }

  /// Up to the end, or up to a reset, behind which there is `!`.
  std::string read_all(const relay_peer& from) {
    std::string all;
    auto ended = false;
    until([&] { return ended || (ended = !take(from, all, 65'536)); });
    return all;
  }

private:
  /// False: the end, or an error.
  static bool take(const relay_peer& from, std::string& to, size_t most) {
    std::string bytes(most, '\0');
    auto count = ::recv(from.fd(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count < 0 && errno != EAGAIN) {
      to += '!';
      return false;
    }
    if (count > 0)
      to.append(bytes, 0, static_cast<size_t>(count));
    return count != 0;
  }

  asio::io_context io_;
  worker::soft_stop stop_;
  relay::engine_parts parts_;
  std::vector<socket_address> doors_;
  std::vector<unique_fd> servers_;
  std::optional<relay::engine> engine_;
};

} // namespace mw::test
