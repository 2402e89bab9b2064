// Frontends, backends and servers at run time: what the CLI shows and changes.
#pragma once

#include "actors/relay/servers/server.hpp"
#include "net/base/unique_fd.hpp"

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mw::relay {

class acceptor;
class balancer;
struct frontend;

/// Column `status` of a frontend.
enum class frontend_state : uint8_t {
  open,   ///< OPEN
  full,   ///< FULL: at its maxconn
  paused, ///< STOP after `disable frontend`; `enable frontend` opens it again
  stopped ///< STOP for good: `disabled`, `shutdown frontend`, or the soft stop
};

/// Listening socket, which other workers have too.
struct listener {
  const config::proxy_bind* settings = nullptr;
  frontend* owner = nullptr;
  net::unique_fd fd;           ///< none once it is closed
  net::socket_address address; ///< as the kernel says
  unsigned id = 0;             ///< sid: from 1 on in its frontend
  std::string name;            ///< svname: `name`, or `sock-<id>`
  std::shared_ptr<counters> counts = std::make_shared<counters>();
};

/// Clients' side of a `frontend` or `listen`.
struct frontend {
  const config::proxy_settings* settings = nullptr;
  std::deque<listener> listeners;
  frontend_state state = frontend_state::open;
  unsigned maxconn = 0; ///< now; 0: any number
  std::shared_ptr<counters> counts = std::make_shared<counters>();

  /// Becomes open or full, after a change of its sessions or its maxconn.
  void update_state();
};

/// Servers' side of a `backend` or `listen`.
struct backend {
  backend();
  backend(const backend&) = delete;
  backend& operator=(const backend&) = delete;
  ~backend();

  const config::proxy_settings* settings = nullptr;
  std::vector<std::unique_ptr<server>> servers; ///< in the order of the lines
  unsigned fullconn = 0;                        ///< slim
  std::shared_ptr<counters> counts = std::make_shared<counters>();
  clock::time_point last_change;
  std::chrono::seconds down_before{0};
  session_queue queue; ///< for any of its servers
  std::unique_ptr<balancer> balance;

  /// Columns `act` and `bck`: usable servers.
  unsigned active() const { return count(false); }

  unsigned backups() const { return count(true); }

  /// Column `weight`: of the usable servers, active or, if there are none, backup.
  unsigned weight() const;

  /// Column `status`: UP, or DOWN without a server that is up. A backend without servers is up.
  bool up() const;
  std::chrono::seconds down_time(clock::time_point now) const;

private:
  unsigned count(bool backup) const;
};

/// Section of the configuration. A `listen` has both sides.
struct proxy {
  config::proxy_settings settings;
  std::unique_ptr<frontend> front;
  std::unique_ptr<backend> back;
};

/// Totals of this process since its start.
struct traffic_totals {
  uint64_t sessions = 0;      ///< CumConns
  uint64_t bytes_out = 0;     ///< TotalBytesOut
  uint64_t spliced_bytes = 0; ///< TotalSplicedBytesOut
  uint64_t dropped_logs = 0;  ///< DroppedLogs: lines that a target did not take at once
};

/// All proxies, in the order of the files, and what holds for the process.
struct proxies {
  std::vector<std::unique_ptr<proxy>> all;
  unsigned maxconn = 0;      ///< of the process, now
  unsigned hard_maxconn = 0; ///< of the process, at most
  level_count sessions;      ///< CurrConns, MaxConn reached
  worker::rate_meter rate;   ///< ConnRate, MaxConnRate (SessRate the same)
  unsigned pipes_used = 0;   ///< PipesUsed
  unsigned pipes_free = 0;   ///< PipesFree
  uint64_t batches = 0;      ///< loops of `show activity`
  uint64_t events = 0;       ///< poll_io
  std::shared_ptr<traffic_totals> total = std::make_shared<traffic_totals>();

  /// Finds by name, or by number: `#2`. nullptr: there is none.
  frontend* find_frontend(std::string_view name) const;
  backend* find_backend(std::string_view name) const;
  /// Finds the backend that a frontend's rules have named, or its default. nullptr: there is none.
  backend* backend_for(const frontend& from, std::string_view name) const;
  static server* find_server(const backend& in, std::string_view name);
};

} // namespace mw::relay
