// TCP balancing: takes clients, finds servers, moves bytes. Part of a worker's process.
#pragma once

#include "actors/common/shared_counters.hpp"
#include "actors/common/soft_stop.hpp"
#include "actors/config/values/proxy_settings.hpp"
#include "actors/relay/control.hpp"
#include "actors/relay/proxies.hpp"
#include "net/base/unique_fd.hpp"

#include <asio/io_context.hpp>

#include <memory>
#include <vector>

namespace mw::relay {

/// What an engine is made of.
struct engine_parts {
  std::vector<config::proxy_settings> proxies; ///< names and references checked
  /// Listening sockets, non-blocking: an entry for each bind of each proxy in order, with more than
  /// one socket for a range of ports.
  std::vector<std::vector<net::unique_fd>> sockets;
  unsigned maxconn = 0;       ///< sessions at once; 0: as many as the limit of descriptors lets be
  unsigned spread_checks = 0; ///< percent of the time between two checks, at random
  unsigned processes = 1;     ///< this one and the others with the same sockets
  worker::shared_counters* memory = nullptr; ///< where it counts, with room_of(); null: anywhere
};

/// Bytes for all counters of these proxies, with those sockets.
size_t room_of(const engine_parts& parts);

/// One thread: the loop's. Nothing in it waits or blocks. The process ignores SIGPIPE: splice(2)
/// cannot be told not to raise it.
class engine {
public:
  /// `io` and `stop` outlive it. From the start on it holds `stop` while sessions run; when the end
  /// is asked for it closes its listening sockets at once.
  engine(asio::io_context& io, engine_parts parts, worker::soft_stop& stop);
  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;
  ~engine();

  /// Accepts clients and checks servers from now on.
  void start();

  proxies& state();
  const proxies& state() const;
  control& actions();

private:
  std::unique_ptr<core> core_;
  control control_;
};

} // namespace mw::relay
