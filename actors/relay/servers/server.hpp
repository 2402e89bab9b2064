// A server at run time: what the CLI shows and changes.
#pragma once

#include "actors/config/values/proxy_settings.hpp"
#include "actors/relay/counters.hpp"
#include "actors/relay/servers/check_result.hpp"
#include "actors/relay/session/waiting.hpp"

#include <memory>

namespace mw::relay {

struct backend;

/// State of a server: srv_op_state of `show servers state`.
enum class operation : uint8_t { stopped = 0, starting = 1, running = 2, stopping = 3 };

/// Bits of srv_admin_state of `show servers state`.
namespace admin {
inline constexpr unsigned maintenance = 0x01;            ///< by the CLI, or `disabled`
inline constexpr unsigned configured_maintenance = 0x04; ///< `disabled`: only a note of it
inline constexpr unsigned forced_drain = 0x08;
} // namespace admin

/// Server of a backend. Changed only by `control`, by the health checks, and (the counts) by
/// sessions. One thread.
struct server {
  config::proxy_server settings; ///< as configured
  backend* owner = nullptr;
  size_t place = 0; ///< in owner->servers

  net::socket_address address;       ///< now, as all that follows
  bool keeps_client_port = false;    ///< a session goes to the port that its client came to, plus
  int port_offset = 0;               ///< this one
  net::socket_address check_address; ///< length 0: the server's own
  uint16_t check_port = 0;           ///< 0: that of the address
  operation state = operation::running;
  unsigned admin_state = 0;
  unsigned weight = 1;           ///< uweight: as set last, 0 to 256
  unsigned effective_weight = 0; ///< in sixteenths; less while it starts slowly
  unsigned maxconn = 0;          ///< now; 0: any number
  check_state check;
  std::shared_ptr<counters> counts = std::make_shared<counters>(); ///< its sessions: scur
  clock::time_point last_change;                                   ///< lastchg
  std::chrono::seconds down_before{0};                             ///< downtime before last_change
  unsigned served = 0;                                             ///< sessions that hold a slot
  session_queue queue;

  bool in_maintenance() const { return (admin_state & admin::maintenance) != 0; }

  bool draining() const { return (admin_state & admin::forced_drain) != 0; }

  /// Tells whether new sessions may come.
  bool usable() const {
    return state != operation::stopped && state != operation::stopping && !in_maintenance() &&
           !draining() && effective_weight > 0;
  }

  bool running_or_starting() const {
    return state == operation::running || state == operation::starting;
  }

  /// Tells whether sessions may finish: not down, and not in maintenance.
  bool running() const { return state != operation::stopped && !in_maintenance(); }

  /// Column `throttle`: how much of its weight it has, in percent, while it starts slowly.
  unsigned throttle() const { return weight == 0 ? 100 : 100 * effective_weight / (weight * 16); }

  /// Sessions that it may have now (maxconn, minconn and fullconn, slow start); 0: any number.
  unsigned limit(clock::time_point now) const;

  /// Column `downtime`.
  std::chrono::seconds down_time(clock::time_point now) const;
};

} // namespace mw::relay
