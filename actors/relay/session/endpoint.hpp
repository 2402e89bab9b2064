// One socket of a session, and what epoll has said about it.
#pragma once

#include "actors/relay/poller.hpp"
#include "actors/relay/time.hpp"
#include "net/base/unique_fd.hpp"

#include <optional>

namespace mw::relay {

class session;

/// Remembers readiness until a call says that it is over, as epoll tells each change once.
class endpoint final : public poll_target {
public:
  enum class side : uint8_t { client, server };

  endpoint(session& owner, side which) : owner_(owner), side_(which) {}

  void ready(uint32_t events) override;

  /// Starts again with another socket.
  void open(net::unique_fd socket) {
    fd = std::move(socket);
    readable = writable = ended = failed = false;
  }

  void close() { fd.reset(); }

  net::unique_fd fd;
  bool readable = false;
  bool writable = false;
  bool ended = false;  ///< the peer's end is on its way: reading comes to it
  bool failed = false; ///< an error is pending
  bool shut = false;   ///< our end was sent
  clock::time_point last_activity;
  std::optional<milliseconds> timeout;
  std::optional<milliseconds> fin_timeout; ///< once one direction has ended

  /// Time at which the peer has been idle for too long; max(): never.
  clock::time_point deadline() const;

private:
  session& owner_;
  side side_;
};

} // namespace mw::relay
