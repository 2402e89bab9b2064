// What is counted about a frontend, a bind line, a backend or a server.
#pragma once

#include "actors/common/rate_meter.hpp"
#include "actors/relay/time.hpp"

#include <algorithm>
#include <cstdint>

namespace mw::relay {

/// Averages over the last sessions, in which old ones fade; HAProxy's window is 512 sessions.
class sliding_average {
public:
  static constexpr uint64_t window = 512;

  void add(uint64_t value) {
    count_ = std::min(count_ + 1, window);
    sum_ = sum_ - sum_ / window + value;
    highest_ = std::max(highest_, value);
  }

  uint64_t value() const { return count_ == 0 ? 0 : (sum_ + count_ - 1) / count_; }

  uint64_t highest() const { return highest_; }

  void forget_highest() { highest_ = 0; }

private:
  uint64_t sum_ = 0;
  uint64_t count_ = 0;
  uint64_t highest_ = 0;
};

/// Number of now, and the highest that it was.
struct level_count {
  unsigned current = 0;
  unsigned highest = 0;

  void enter() { highest = std::max(highest, ++current); }

  void leave() { --current; }
};

/// Counts since the start or the last `clear counters`. The names of `show stat`'s columns are
/// behind them; columns that are not here have no meaning without HTTP (always 0 or empty).
struct counters {
  level_count sessions;           ///< scur, smax
  level_count queued;             ///< qcur, qmax
  uint64_t all_sessions = 0;      ///< stot
  uint64_t all_connections = 0;   ///< conn_tot; of a server and a backend: `connect`
  uint64_t chosen = 0;            ///< lbtot: by the balancing algorithm
  uint64_t bytes_in = 0;          ///< bin: from clients
  uint64_t bytes_out = 0;         ///< bout
  uint64_t bad_requests = 0;      ///< ereq: malformed or late PROXY headers
  uint64_t failed_connects = 0;   ///< econ
  uint64_t failed_responses = 0;  ///< eresp
  uint64_t retries = 0;           ///< wretr
  uint64_t redispatches = 0;      ///< wredis
  uint64_t client_aborts = 0;     ///< cli_abrt
  uint64_t server_aborts = 0;     ///< srv_abrt
  uint64_t internal_errors = 0;   ///< eint
  uint64_t failed_checks = 0;     ///< chkfail: of servers
  uint64_t downs = 0;             ///< chkdown: of servers and backends
  worker::rate_meter rate;        ///< rate, rate_max: sessions per second
  worker::rate_meter connections; ///< conn_rate, conn_rate_max
  clock::time_point last_session; ///< lastsess; the epoch: none yet
  sliding_average queue_time;     ///< qtime, qtime_max; in ms, as all four
  sliding_average connect_time;   ///< ctime
  sliding_average total_time;     ///< ttime

  /// Does `clear counters`, which forgets the maxima, and `clear counters all`, which forgets all
  /// but the numbers of now and those of health checks.
  void clear_maxima();
  void clear_all();
};

} // namespace mw::relay
