// What the parts of an engine share.
#pragma once

#include "actors/relay/acceptor.hpp"
#include "actors/relay/dispatcher.hpp"
#include "actors/relay/engine.hpp"
#include "actors/relay/poller.hpp"
#include "actors/relay/proxies.hpp"
#include "actors/relay/servers/health_check.hpp"
#include "actors/relay/servers/server_states.hpp"
#include "actors/relay/session/flow.hpp"
#include "actors/relay/session/session.hpp"
#include "actors/relay/session/traffic_log.hpp"
#include "actors/relay/timer_queue.hpp"

#include <deque>
#include <list>
#include <optional>
#include <random>
#include <vector>

namespace mw::relay {

/// Owns everything; its parts know it. One thread.
class core {
public:
  core(asio::io_context& loop, engine_parts parts, worker::soft_stop& stop);
  core(const core&) = delete;
  core& operator=(const core&) = delete;
  ~core();

  void start();

  /// From the acceptor.
  void open_session(listener& by, net::unique_fd client, const net::socket_address& source);
  /// From a session that has ended: it is destroyed behind this batch.
  void session_over(session& x);
  /// session::resume() is called in the next batch.
  void later(session& x);

  /// After a change of its sessions or its maxconn.
  static void update_state(frontend& x);

  /// The one that a frontend's rules or its default name; nullptr: none.
  backend* backend_for(const frontend& from, std::string_view name) const;

  /// Ends all sessions for which `is_meant` holds.
  template <class Predicate>
  void shut_sessions(Predicate is_meant, char cause) {
    for (auto next = sessions_.begin(); next != sessions_.end();)
      if (auto& one = *next++; is_meant(one)) // its end takes it out of the list
        one.shut_down(cause);
  }

  const std::list<session>& sessions() const { return sessions_; }

  std::list<session>& sessions() { return sessions_; }

  /// The end of the process was asked for.
  bool stopping() const { return stop_.requested(); }

  asio::io_context& io;
  proxies state;
  flow_resources flows;
  timer_queue timers;
  poller poll;
  traffic_log log;
  dispatcher dispatch;
  server_states servers;
  acceptor accept;
  unsigned spread_checks = 0; ///< percent of the time between two checks
  std::minstd_rand dice{std::random_device{}()};

private:
  // core_parts.cpp, as is the constructor.
  void make_proxy(config::proxy_settings settings, worker::shared_counters& memory);
  void give_sockets(std::vector<std::vector<net::unique_fd>> sockets,
                    worker::shared_counters& memory);
  void begin(backend& x);

  void start_checks();
  void wind_down();
  bool after_batch();

  worker::soft_stop& stop_;
  std::list<session> sessions_;
  std::list<session> over_;
  std::vector<session*> later_;
  std::deque<health_check> checks_;
  uint64_t last_id_ = 0;
  std::optional<worker::soft_stop::hold> busy_; ///< while there are sessions
  worker::soft_stop::notice at_stop_;
};

} // namespace mw::relay
