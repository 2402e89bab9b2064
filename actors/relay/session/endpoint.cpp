// What epoll says about a session's socket: see endpoint.hpp.
#include "actors/relay/session/endpoint.hpp"

#include "actors/relay/session/session.hpp"

namespace mw::relay {

void endpoint::ready(uint32_t events) {
  readable |= (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
  writable |= (events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0;
  ended |= (events & (EPOLLRDHUP | EPOLLHUP)) != 0;
  failed |= (events & EPOLLERR) != 0;
  if (is_client_)
    owner_.client_ready();
  else
    owner_.server_ready();
}

clock::time_point endpoint::deadline() const {
  auto half_closed = ended || shut;
  const auto& limit = half_closed && fin_timeout ? fin_timeout : timeout;
  if (!limit || limit->count() == 0)
    return clock::time_point::max();
  return last_activity + *limit;
}

} // namespace mw::relay
