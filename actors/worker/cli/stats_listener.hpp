// Accepts clients on the worker's own CLI sockets.
#pragma once

#include "actors/worker/base/stats_socket.hpp"
#include "actors/worker/cli/connection.hpp"

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/steady_timer.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <vector>

namespace mw::worker {

/// The limits of all sockets together.
struct stats_limits {
  unsigned maxconn = 10; ///< clients at once; more are left to wait, or to other workers
  std::chrono::milliseconds timeout = std::chrono::seconds{10}; ///< idle time of a client
};

/// Shares its sockets with other processes, which may be faster. From a soft stop on it has none.
class stats_listener : public std::enable_shared_from_this<stats_listener> {
public:
  /// `worker` must outlive it, and it the run of the loop.
  stats_listener(asio::io_context& io, std::vector<stats_socket> sockets, stats_limits limits,
                 worker_context& worker);
  stats_listener(const stats_listener&) = delete;
  stats_listener& operator=(const stats_listener&) = delete;

  ~stats_listener() { close(); }

  void start();

private:
  /// One socket.
  struct source {
    source(asio::io_context& io, stats_socket from)
        : descriptor(io, from.fd.release()),
          level(from.level),
          severity(from.severity),
          maxconn(from.maxconn) {}

    asio::posix::stream_descriptor descriptor;
    access_level level;
    severity_output severity;
    unsigned maxconn;
    unsigned clients = 0;
    bool waiting = false; ///< a handler waits for a client
  };

  void wait(source& from);
  void wait_for_all();
  void accept_clients(source& from);
  void open(source& from, net::unique_fd client);
  void client_left(source& from);
  void pause();
  void close();
  bool may_accept(const source& from) const;

  asio::io_context& io_;
  stats_limits limits_;
  worker_context& worker_;
  std::deque<source> sources_; ///< stays as it is made: clients know theirs
  unsigned clients_ = 0;
  asio::steady_timer pause_;
  soft_stop::notice at_stop_;
};

} // namespace mw::worker
