// Load for TCP balancers: a server behind one, and clients in front of it; prints what they saw.
#include "net/base/number.hpp"
#include "net/base/unique_fd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <deque>
#include <functional>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace {

using clock_type = std::chrono::steady_clock;
using mw::net::unique_fd;

constexpr char echo = 'e';  ///< byte that is answered by itself
constexpr char flood = 'f'; ///< byte that is answered by bytes without end
std::array<char, 131'072> bytes{};

struct connection {
  unique_fd fd;
  bool connected = false;
  bool flooded = false;
  clock_type::time_point asked;
};

sockaddr_in loopback(uint16_t port) {
  auto name = sockaddr_in{};
  name.sin_family = AF_INET;
  name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  name.sin_port = htons(port);
  return name;
}

unique_fd make_socket() {
  auto fd = unique_fd(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  int on = 1;
  ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  return fd;
}

/// Waits for descriptors and calls their handlers.
class loop {
public:
  void watch(connection& x, uint32_t events) {
    auto wanted = epoll_event{.events = events, .data = {.ptr = &x}};
    if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, x.fd.get(), &wanted) != 0)
      ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, x.fd.get(), &wanted);
  }

  void run_once(const std::function<void(connection&, uint32_t)>& handle) {
    std::array<epoll_event, 256> events{};
    auto count = ::epoll_wait(epoll_.get(), events.data(), 256, 100);
    for (int at = 0; at < count; ++at)
      handle(*static_cast<connection*>(events[static_cast<size_t>(at)].data.ptr),
             events[static_cast<size_t>(at)].events);
  }

private:
  unique_fd epoll_{::epoll_create1(EPOLL_CLOEXEC)};
};

/// A server that answers until it is killed.
class service {
public:
  int run() {
    door_.fd = make_socket();
    auto name = loopback(0);
    socklen_t size = sizeof name;
    if (::bind(door_.fd.get(), reinterpret_cast<sockaddr*>(&name), size) != 0 ||
        ::listen(door_.fd.get(), 4096) != 0 ||
        ::getsockname(door_.fd.get(), reinterpret_cast<sockaddr*>(&name), &size) != 0)
      return 1;
    fmt::print("{}\n", ntohs(name.sin_port));
    std::fflush(stdout);
    loop_.watch(door_, EPOLLIN);
    for (;;)
      loop_.run_once([this](connection& x, uint32_t) { handle(x); });
  }

private:
  void handle(connection& x) {
    if (&x == &door_)
      return accept_all();
    auto count = ::recv(x.fd.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count == 0 || (count < 0 && errno != EAGAIN)) {
      clients_.erase(x.fd.get());
      return;
    }
    if (count > 0 && bytes[0] == flood && !std::exchange(x.flooded, true)) {
      loop_.watch(x, EPOLLIN | EPOLLOUT);
    }
    if (x.flooded)
      ::send(x.fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    else if (count > 0)
      ::send(x.fd.get(), bytes.data(), static_cast<size_t>(count), MSG_NOSIGNAL);
  }

  void accept_all() {
    for (;;) {
      auto fd =
          unique_fd(::accept4(door_.fd.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
      if (!fd)
        return;
      auto number = fd.get();
      auto& added = clients_[number];
      added.fd = std::move(fd);
      loop_.watch(added, EPOLLIN);
    }
  }

  loop loop_;
  connection door_;
  std::map<int, connection> clients_;
};

/// Clients that ask again and again, each over a connection.
class clients {
public:
  clients(uint16_t port, std::string_view mode) : port_(port), mode_(mode) {}

  int run(unsigned count, unsigned seconds) {
    for (; count > 0; --count)
      open(all_.emplace_back());
    auto start = clock_type::now();
    auto end = start + std::chrono::seconds(seconds);
    while (clock_type::now() < end)
      loop_.run_once([this](connection& x, uint32_t events) { handle(x, events); });
    report(std::chrono::duration<double>(clock_type::now() - start).count());
    return 0;
  }

private:
  void open(connection& x) {
    x.fd = make_socket();
    x.connected = false;
    x.asked = clock_type::now();
    auto name = loopback(port_);
    // A refusal is seen when the socket is writable.
    static_cast<void>(::connect(x.fd.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name));
    loop_.watch(x, EPOLLIN | EPOLLOUT | EPOLLET);
  }

  void ask(connection& x) const {
    ::send(x.fd.get(), mode_ == "flood" ? &flood : &echo, 1, MSG_NOSIGNAL);
  }

  void handle(connection& x, uint32_t events) {
    if ((events & EPOLLOUT) != 0 && !std::exchange(x.connected, true))
      ask(x);
    while (x.connected && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) {
      auto count = ::recv(x.fd.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
      if (count < 0 && errno == EAGAIN)
        return;
      if (count <= 0) {
        ++failed_;
        return open(x);
      }
      if (!answered(x, static_cast<uint64_t>(count)))
        return;
    }
  }

  /// Takes bytes of an answer; false if there is no more to read now.
  bool answered(connection& x, uint64_t count) {
    received_ += count;
    if (mode_ == "flood")
      return true;
    auto now = clock_type::now();
    took_.push_back(std::chrono::duration<double, std::micro>(now - x.asked).count());
    x.asked = now;
    if (mode_ == "connect")
      open(x);
    else if (mode_ == "kept")
      ask(x);
    return false;
  }

  double percentile(size_t percent) const {
    return took_.empty() ? 0 : took_[std::min(took_.size() - 1, took_.size() * percent / 100)];
  }

  void report(double seconds) {
    std::sort(took_.begin(), took_.end());
    fmt::print("{:.0f} {:.0f} {:.0f} {:.1f} {}\n", static_cast<double>(took_.size()) / seconds,
               percentile(50), percentile(99), static_cast<double>(received_) / seconds / 1e6,
               failed_);
  }

  uint16_t port_;
  std::string_view mode_;
  loop loop_;
  std::deque<connection> all_;
  std::vector<double> took_;
  uint64_t received_ = 0;
  uint64_t failed_ = 0;
};

} // namespace

/// Runs `serve`: prints its port. Or runs `connect|kept|flood|idle <port> <connections> <seconds>`:
/// prints answers per second, p50 and p99 in us, MB per second, connections that failed.
int main(int count, char** words) {
  auto args = std::vector<std::string_view>(words + 1, words + count);
  if (args.size() == 1 && args[0] == "serve")
    return service().run();
  if (args.size() != 4)
    return 1;
  auto port = mw::net::parse_number<uint16_t>(args[1]);
  auto connections = mw::net::parse_number(args[2]);
  auto seconds = mw::net::parse_number(args[3]);
  return port && connections && seconds ? clients(*port, args[0]).run(*connections, *seconds) : 1;
}
