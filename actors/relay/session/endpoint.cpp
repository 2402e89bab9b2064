// What epoll says about a session's socket: see endpoint.hpp.
#include "actors/relay/session/endpoint.hpp"

#include "actors/relay/session/session.hpp"

namespace mw::relay {

void endpoint::ready(uint32_t events) {
  readable |= (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
  writable |= (events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0;
  ended |= (events & (EPOLLRDHUP | EPOLLHUP)) != 0;
  failed |= (events & EPOLLERR) != 0;
  owner_.ready(side_);
}

clock::time_point endpoint::deadline() const {
  auto half_closed = ended || shut;
  return after(last_activity, half_closed && fin_timeout ? fin_timeout : timeout);
}

} // namespace mw::relay
