// Counters by column: see counted_columns.hpp.
#include "actors/worker/stat/counted_columns.hpp"

#include "actors/worker/stat/stat_columns.hpp"

namespace mw::worker {

namespace {

using relay::counters;

/// The last one is not of listeners.
constexpr std::array of_fronts{
    counted_column{column("stot"), &counters::all_sessions},
    counted_column{column("bin"), &counters::bytes_in},
    counted_column{column("bout"), &counters::bytes_out},
    counted_column{column("ereq"), &counters::bad_requests},
    counted_column{column("eint"), &counters::internal_errors},
    counted_column{column("conn_tot"), &counters::all_connections},
};

/// The last two are health checks': a server's, and the first of them always a backend's.
constexpr std::array of_backs{
    counted_column{column("stot"), &counters::all_sessions},
    counted_column{column("bin"), &counters::bytes_in},
    counted_column{column("bout"), &counters::bytes_out},
    counted_column{column("econ"), &counters::failed_connects},
    counted_column{column("eresp"), &counters::failed_responses},
    counted_column{column("wretr"), &counters::retries},
    counted_column{column("wredis"), &counters::redispatches},
    counted_column{column("lbtot"), &counters::chosen},
    counted_column{column("cli_abrt"), &counters::client_aborts},
    counted_column{column("srv_abrt"), &counters::server_aborts},
    counted_column{column("eint"), &counters::internal_errors},
    counted_column{column("connect"), &counters::all_connections},
    counted_column{column("chkdown"), &counters::downs},
    counted_column{column("chkfail"), &counters::failed_checks},
};

} // namespace

counted_columns counted_columns_of(stat_kind kind) {
  auto fronts = std::span<const counted_column>{of_fronts};
  auto backs = std::span<const counted_column>{of_backs};
  switch (kind) {
  case stat_kind::frontend:
    return {fronts, {}};
  case stat_kind::backend:
    return {backs.first(backs.size() - 1), {}};
  case stat_kind::server:
    return {backs.first(backs.size() - 2), backs.last(2)};
  default:
    return {fronts.first(fronts.size() - 1), {}};
  }
}

} // namespace mw::worker
