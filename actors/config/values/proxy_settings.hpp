// What `frontend`, `backend` and `listen` say, checked: the built-in worker's work.
#pragma once

#include "actors/config/text/place.hpp"
#include "net/address/address.hpp"
#include "net/address/proxy_protocol.hpp"
#include "net/address/socket_address.hpp"
#include "net/base/regex.hpp"
#include "net/listen/listen_socket.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mw::config {

/// One address of a `bind` line. The master opens it, every worker inherits its sockets.
struct proxy_bind {
  net::address where;
  net::listen_options socket;
  std::string name;          ///< `name <text>`, or empty
  unsigned maxconn = 0;      ///< connections at once of this line; 0: only the proxy's limit
  bool accept_proxy = false; ///< clients begin with a PROXY header, version 1 or 2
  config_place place;

  friend bool operator==(const proxy_bind&, const proxy_bind&) = default;
};

/// One `{ src ... }`, `{ dst_port ... }`, or the name of an `acl`, with `!` in front or not; its
/// patterns are alternatives.
struct traffic_condition {
  enum class kind : uint8_t { src, dst, src_port, dst_port, always, named };

  struct port_range {
    uint16_t first = 0;
    uint16_t last = 0;
    friend bool operator==(const port_range&, const port_range&) = default;
  };

  kind what = kind::src;
  bool negated = false;
  std::vector<net::network> networks = {};
  std::vector<port_range> ports = {};
  std::string name = {};                     ///< of a named one
  std::vector<traffic_condition> lines = {}; ///< of a named one: alternatives

  friend bool operator==(const traffic_condition&, const traffic_condition&) = default;
};

/// `use_backend <name> if|unless ...`: any of `alternatives` (`||`, `or`), each of which is a
/// conjunction.
struct backend_rule {
  std::string backend;
  bool unless = false;
  std::vector<std::vector<traffic_condition>> alternatives;
  config_place place;

  friend bool operator==(const backend_rule&, const backend_rule&) = default;
};

/// One expression of an `acl` line or between `{` and `}`, as `show acl` lists it.
struct shown_condition {
  std::string fetch;                 ///< `src`
  std::vector<std::string> patterns; ///< as written; what is compared with numbers as a range
  config_place place;

  friend bool operator==(const shown_condition&, const shown_condition&) = default;
};

/// `balance`.
enum class balance_algorithm : uint8_t { roundrobin, static_rr, leastconn, first, source, random };

/// `tcp-check`: one step of a health check's conversation.
struct check_step {
  enum class kind : uint8_t {
    connect, ///< opens the connection (again); `port` or 0
    send,    ///< `bytes`
    expect   ///< `bytes`, or the pattern, occur in the answer; `!`: they do not
  };
  kind what = kind::connect;
  std::string bytes;                 ///< decoded: `send-binary` and `expect binary` too
  std::optional<net::regex> pattern; ///< `expect rstring`: compiled from `bytes`
  bool negated = false;              ///< of expect
  uint16_t port = 0;                 ///< of connect
  bool send_proxy = false;           ///< of connect
  std::string comment;

  friend bool operator==(const check_step&, const check_step&) = default;
};

/// One `server` line, with what `default-server` said before it.
struct proxy_server {
  using ms = std::chrono::milliseconds;

  std::string name;
  std::string host_name;          ///< the address as written, without the port
  net::socket_address address;    ///< looked up at the start
  bool keeps_client_port = false; ///< no port, or `+n`: the port that the client came to, plus
  int port_offset = 0;            ///< this one
  bool check = false;
  bool backup = false;
  bool disabled = false;
  unsigned weight = 1;   ///< 0 to 256
  unsigned maxconn = 0;  ///< connections at once; 0: any number
  unsigned minconn = 0;  ///< with `fullconn`: maxconn under low load; 0: maxconn
  unsigned maxqueue = 0; ///< waiting ones; 0: any number
  ms inter{2000};        ///< between checks; `fastinter`, `downinter`: 0: as inter
  ms fastinter{0};
  ms downinter{0};
  unsigned rise = 2;
  unsigned fall = 3;
  net::socket_address check_address; ///< `addr`, `port`: length 0: the server's own
  uint16_t check_port = 0;           ///< 0: that of the address
  net::proxy_header header = net::proxy_header::none;
  bool check_send_proxy = false; ///< the checks send the header too
  ms slowstart{0};
  bool shutdown_sessions_when_down = false; ///< `on-marked-down shutdown-sessions`
  bool shutdown_backup_sessions_when_up = false;
  unsigned id = 0;        ///< `id`, or the next free number of the backend from 1 on
  bool id_chosen = false; ///< by `id`
  config_place place;

  friend bool operator==(const proxy_server&, const proxy_server&) = default;
};

/// Form of what stands in front of a log line: see traffic_log.hpp.
enum class log_format : uint8_t { local, rfc3164, rfc5424, priority, brief, timed, iso, raw };

/// `log <target> [len <n>] [format <f>] <facility> [<level> [<minimum>]]`.
struct log_target {
  net::socket_address address; ///< UDP or a unix datagram socket
  int fd = -1;                 ///< `stdout`, `stderr`: this one instead
  std::string text;            ///< the target as written
  int facility = 0;
  int highest_level = 7;
  int minimum_level = 0;
  size_t length = 1024;
  log_format format = log_format::local;

  friend bool operator==(const log_target&, const log_target&) = default;
};

/// `load-server-state-from-file`: where servers' states of before a reload are read from.
enum class state_source : uint8_t {
  none,
  global, ///< `server-state-file` of `global`
  local,  ///< `server-state-file-name` of the backend, or a file with the backend's name
  master  ///< no file: the worker with the same number before the reload
};

/// A frontend, a backend, or both (`listen`). Values are final: what `defaults` said is in them.
struct proxy_settings {
  using ms = std::chrono::milliseconds;

  std::string name;
  bool takes_clients = false; ///< a frontend or a listen
  bool has_servers = false;   ///< a backend or a listen
  bool disabled = false;
  unsigned id = 0;        ///< `id`, or the next free number in the order of the file, as HAProxy
  bool id_chosen = false; ///< by `id`
  config_place place;

  // The clients' side.
  std::vector<proxy_bind> binds;
  unsigned maxconn = 0;        ///< 0: the process's limit
  unsigned backlog = 0;        ///< 0: maxconn
  std::string default_backend; ///< empty: none (a listen's own servers then)
  std::vector<backend_rule> rules;
  std::vector<shown_condition> conditions; ///< all that the section mentions, in its order
  std::optional<ms> client_timeout;        ///< unset or 0: for ever, as all of these
  std::optional<ms> client_fin_timeout;
  bool socket_stats = false; ///< `option socket-stats`: each address has counters of its own

  // The servers' side.
  std::vector<proxy_server> servers;
  balance_algorithm balance = balance_algorithm::roundrobin;
  unsigned random_draws = 2;    ///< `balance random(<n>)`
  bool consistent_hash = false; ///< `hash-type consistent`
  unsigned retries = 3;
  std::optional<int> redispatch; ///< `option redispatch [<interval>]`: -1: on the last retry
  unsigned fullconn = 0;         ///< 0: 10 % of the maxconn of the frontends that may use it
  bool tcp_check = false;        ///< `option tcp-check`
  std::vector<check_step> check_steps;
  std::optional<ms> connect_timeout;
  std::optional<ms> server_timeout;
  std::optional<ms> server_fin_timeout;
  std::optional<ms> queue_timeout; ///< unset: as connect
  std::optional<ms> check_timeout; ///< unset: the smaller of connect and inter
  std::optional<ms> tunnel_timeout;
  bool all_backups = false; ///< `option allbackups`
  state_source load_states = state_source::none;
  std::string states_file; ///< of `local`; empty: the backend's name

  // Both.
  std::vector<log_target> logs;
  bool tcplog = false;     ///< `option tcplog`
  bool log_null = true;    ///< not `option dontlognull`
  bool log_checks = false; ///< `option log-health-checks`
  bool tcp_keepalive_client = false;
  bool tcp_keepalive_server = false;
  bool splice_auto = false; ///< `option splice-auto`
  bool splice_request = false;
  bool splice_response = false;
  std::string description;

  friend bool operator==(const proxy_settings&, const proxy_settings&) = default;
};

} // namespace mw::config
