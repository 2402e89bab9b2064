// Who a client is: see client_side.hpp.
#include "actors/relay/session/client_side.hpp"

#include "actors/relay/session/traffic_rules.hpp"
#include "net/address/proxy_protocol.hpp"
#include "net/address/socket_address.hpp"

#include <array>
#include <cerrno>

#include <sys/socket.h>

namespace mw::relay {

namespace {

void keep_alive(int fd) {
  int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
}

} // namespace

client_side::client_side(session& owner, listener& came_by, net::unique_fd fd,
                         const net::socket_address& source, clock::time_point now)
    : socket(owner, endpoint::side::client), came_by_(came_by), source_(source) {
  socket.open(std::move(fd));
  socket.timeout = settings().client_timeout;
  socket.fin_timeout = settings().client_fin_timeout;
  socket.last_activity = now;
  if (settings().tcp_keepalive_client)
    keep_alive(socket.fd.get());
}

client_side::header client_side::take_header() {
  std::array<char, net::longest_proxy_header> bytes; // 16 kB that need not be cleared
  auto count = ::recv(socket.fd.get(), bytes.data(), bytes.size(), MSG_PEEK | MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR))
    return header::incomplete;
  if (count <= 0)
    return header::lost;
  auto found = net::read_proxy_header({bytes.data(), static_cast<size_t>(count)});
  if (!found || (!*found && socket.ended))
    return header::malformed;
  if (!*found)
    return header::incomplete;
  ::recv(socket.fd.get(), bytes.data(), (*found)->length, MSG_DONTWAIT);
  if ((*found)->source.length > 0) {
    source_ = (*found)->source;
    destination_ = (*found)->destination;
  }
  return header::taken;
}

bool client_side::is_silent() const {
  auto byte = char{};
  return ::recv(socket.fd.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}

std::string_view client_side::match_rules() {
  if (destination_.length == 0 && need_destination(settings().rules))
    destination_ = net::local_address(socket.fd.get());
  return relay::match_rules(settings().rules, source_, destination_);
}

net::socket_address client_side::destination() const {
  return destination_.length > 0 ? destination_ : net::local_address(socket.fd.get());
}

const net::socket_address& client_side::shown_destination() const {
  return destination_.length > 0 ? destination_ : came_by_.address;
}

} // namespace mw::relay
