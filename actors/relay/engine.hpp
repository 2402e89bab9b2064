// TCP balancing: takes clients, finds servers, moves bytes. Part of a worker's process.
#pragma once

#include "actors/common/named_sockets.hpp"
#include "actors/common/shared_counters.hpp"
#include "actors/common/soft_stop.hpp"
#include "actors/config/values/proxy_settings.hpp"
#include "actors/relay/acceptor.hpp"
#include "actors/relay/control.hpp"
#include "actors/relay/dispatcher.hpp"
#include "actors/relay/log/traffic_log.hpp"
#include "actors/relay/poller.hpp"
#include "actors/relay/proxies.hpp"
#include "actors/relay/servers/health_check.hpp"
#include "actors/relay/servers/server_states.hpp"
#include "actors/relay/session/session_list.hpp"
#include "actors/relay/timer_queue.hpp"
#include "net/base/unique_fd.hpp"

#include <asio/io_context.hpp>

#include <deque>
#include <vector>

namespace mw::relay {

/// Parts that an engine is made of.
struct engine_parts {
  std::vector<config::proxy_settings> proxies; ///< names and references checked
  named_sockets sockets;      ///< of the binds, by their addresses; listening and non-blocking
  unsigned maxconn = 0;       ///< sessions at once; 0: as many as the limit of descriptors lets be
  unsigned spread_checks = 0; ///< percent of the time between two checks, at random
  unsigned processes = 1;     ///< this one and the others with the same sockets
  worker::shared_counters* memory = nullptr; ///< where it counts, with room_of(); null: anywhere
  time_source time = clock::now;
};

/// Bytes that all counters of these proxies and sockets take.
size_t room_of(const engine_parts& parts);

/// Owns all parts of the relay, which reach each other through it. One thread: the loop's. Nothing
/// in it waits or blocks. The process ignores SIGPIPE: splice(2) cannot be told not to raise it.
class engine {
  proxies state_; ///< outlives what refers to it

public:
  /// Makes all parts; `io` and `stop` outlive them. From the start on `stop` is held while sessions
  /// run; when the end is asked for the listening sockets are closed at once.
  engine(asio::io_context& io, engine_parts parts, worker::soft_stop& stop);
  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  /// Accepts clients and checks servers from now on.
  void start();

  proxies& state() { return state_; }

  const proxies& state() const { return state_; }

  /// Gives access to what the CLI does, which happens at the time that is read here.
  control& actions() {
    time.refresh();
    return control_;
  }

  /// Has session::resume() called in the next batch.
  void later(session& x);
  /// Takes out a session of this frontend that has ended; there is room for another one.
  void session_over(session& x, frontend& of);

  /// Tells whether the end of the process was asked for.
  bool stopping() const { return stop_.requested(); }

  batch_time time;
  flow_resources flows;
  timer_queue timers;
  poller poll;
  traffic_log log;
  dispatcher dispatch;
  server_states servers;
  check_spread spread;
  acceptor accept;
  session_list sessions;

private:
  void make_proxy(config::proxy_settings settings, worker::shared_counters& memory);
  void give_sockets(named_sockets sockets, worker::shared_counters& memory);
  void begin(backend& x);

  void start_checks();
  void wind_down();
  bool after_batch();

  worker::soft_stop& stop_;
  control control_;
  std::deque<health_check> checks_;
  worker::soft_stop::notice at_stop_;
};

} // namespace mw::relay
