// Takes inherited listening sockets over: see stats_socket.hpp.
#include "actors/worker/base/stats_socket.hpp"

#include <array>

#include <arpa/inet.h>
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

/// Address for people: of TCP sockets the one that they are bound to, because their configuration
/// may stand for several, or for any port. Unix sockets had another path when they were bound.
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

} // namespace

std::vector<stats_socket> take_stats_sockets(std::span<const config::listener_settings> binds,
                                             named_sockets& from) {
  std::vector<stats_socket> all;
  for (const auto& bind : binds)
    for (auto& fd : from.take(net::to_string(bind.where))) {
      auto address = address_of(fd.get(), bind.where);
      all.push_back({std::move(fd), std::move(address), bind.level, bind.maxconn, bind.severity});
    }
  return all;
}

} // namespace mw::worker
