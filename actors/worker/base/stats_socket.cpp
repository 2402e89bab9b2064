// Takes inherited listening sockets over: see stats_socket.hpp.
#include "actors/worker/base/stats_socket.hpp"

#include "net/base/non_blocking.hpp"

#include <fmt/format.h>

#include <array>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace mw::worker {

namespace {

/// In the four bytes of a length that its size says nothing about, for any family.
union socket_name {
  sockaddr generic;
  sockaddr_in v4;
  sockaddr_in6 v6;
};

template <class Host>
std::string inet_text(int family, const Host& host, in_port_t port) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(family, &host, text.data(), text.size());
  net::address where;
  where.form = net::address::kind::inet;
  where.family = family;
  where.host = text.data();
  where.port = where.last_port = ntohs(port);
  return net::to_string(where);
}

/// Of TCP sockets what they are bound to: their configuration may stand for several, or for any
/// port. Unix sockets had another path when they were bound.
std::string address_of(int fd, const net::address& configured) {
  socket_name name{};
  socklen_t length = sizeof name;
  ::getsockname(fd, &name.generic, &length);
  if (name.generic.sa_family == AF_INET)
    return inet_text(AF_INET, name.v4.sin_addr, name.v4.sin_port);
  if (name.generic.sa_family == AF_INET6)
    return inet_text(AF_INET6, name.v6.sin6_addr, name.v6.sin6_port);
  return net::to_string(configured);
}

tl::expected<stats_socket, std::string> take_socket(int number,
                                                    const config::listener_settings& bind) {
  auto fd = net::unique_fd(number);
  if (!is_listening(number) || ::fcntl(number, F_SETFD, FD_CLOEXEC) != 0 ||
      net::make_non_blocking(number))
    return tl::unexpected(fmt::format("descriptor {} is no listening socket for 'stats socket' {}",
                                      number, net::to_string(bind.where)));
  return stats_socket{std::move(fd), address_of(number, bind.where), bind.level, bind.maxconn,
                      bind.severity};
}

} // namespace

bool is_listening(int fd) {
  int listens = 0;
  socklen_t size = sizeof listens;
  return ::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens != 0;
}

tl::expected<std::vector<stats_socket>, std::string>
take_stats_sockets(std::span<const config::listener_settings> binds,
                   std::span<const unsigned> counts, int first) {
  if (binds.size() != counts.size())
    return tl::unexpected(fmt::format("sockets for {} lines 'stats socket' were inherited, the "
                                      "configuration has {}",
                                      counts.size(), binds.size()));
  std::vector<stats_socket> all;
  auto next = first;
  for (size_t at = 0; at < binds.size(); ++at)
    for (auto left = counts[at]; left > 0; --left) {
      auto socket = take_socket(next++, binds[at]);
      if (!socket)
        return tl::unexpected(std::move(socket.error()));
      all.push_back(std::move(*socket));
    }
  return all;
}

} // namespace mw::worker
