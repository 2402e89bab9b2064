// The rows of `show stat`, made of what the balancer knows.
#pragma once

#include "actors/relay/proxies.hpp"
#include "actors/worker/stat/counted_columns.hpp"
#include "actors/worker/stat/stat_field.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace mw::worker {

/// Choice of rows.
struct stat_filter {
  std::optional<unsigned> proxy; ///< iid; nothing: all
  unsigned kinds = 15;         ///< HAProxy's bits: 1 frontends, 2 backends, 4 servers, 8 listeners
  std::optional<unsigned> id;  ///< sid of servers and listeners; nothing: all
  bool no_maintenance = false; ///< without servers in maintenance
  bool up = false;             ///< without servers that are down, either
};

/// Moment and facts that the values are made of.
struct stat_moment {
  unsigned process = 1; ///< the relative PID
  relay::clock::time_point now;
};

/// In the order of the files: each proxy's frontend, its listeners if it says `option
/// socket-stats`, its servers, its backend.
std::vector<stat_row> stat_rows(const relay::proxies& all, const stat_filter& filter,
                                const stat_moment& at);

/// One of each, see stat_rows().
stat_row frontend_row(const relay::frontend& x, const stat_moment& at);
stat_row listener_row(const relay::listener& x, const stat_moment& at);
stat_row server_row(const relay::server& x, const stat_moment& at);
stat_row backend_row(const relay::backend& x, const stat_moment& at);

/// At once, those of its health checks too.
unsigned most_connections(const relay::server& x);

/// `UP`, `DOWN 1/2`, `no check`, ...
std::string status_of(const relay::server& x);

/// One row to fill: `show stat`'s values by the names of their columns.
class stat_filler {
public:
  stat_filler(stat_kind kind, unsigned proxy, unsigned id, const stat_moment& at);

  void text(size_t column, std::string value) { row_.values[column] = std::move(value); }

  void number(size_t column, uint64_t value); ///< u32

  void total(size_t column, uint64_t value) { row_.values[column] = value; }

  void age(size_t column, int32_t value) { row_.values[column] = value; }

  /// Fills in what every row of this kind has: sessions now, and all its counters.
  void traffic(const relay::counters& counts);

  /// Fills in the counters of health checks; to be called after traffic().
  void checks();

  /// Fills in 0 where HAProxy has 0 and not nothing, though it has no meaning without HTTP and TLS.
  void zeros(std::span<const size_t> totals, std::span<const size_t> numbers = {});

  stat_row take() { return std::move(row_); }

private:
  void counters(std::span<const counted_column> columns);

  stat_row row_;
};

} // namespace mw::worker
