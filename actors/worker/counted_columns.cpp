// Counters by column: see counted_columns.hpp.
#include "actors/worker/counted_columns.hpp"

#include "actors/worker/stat_columns.hpp"

namespace mw::worker {

namespace {

using relay::counters;

constexpr std::array of_listeners{
    counted_column{column("stot"), &counters::all_sessions},
    counted_column{column("bin"), &counters::bytes_in},
    counted_column{column("bout"), &counters::bytes_out},
    counted_column{column("ereq"), &counters::bad_requests},
    counted_column{column("eint"), &counters::internal_errors},
};

constexpr std::array of_frontends{
    counted_column{column("stot"), &counters::all_sessions},
    counted_column{column("bin"), &counters::bytes_in},
    counted_column{column("bout"), &counters::bytes_out},
    counted_column{column("ereq"), &counters::bad_requests},
    counted_column{column("eint"), &counters::internal_errors},
    counted_column{column("conn_tot"), &counters::all_connections},
};

constexpr std::array of_servers{
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
};

constexpr std::array of_backends{
    counted_column{column("stot"), &counters::all_sessions},
    counted_column{column("bin"), &counters::bytes_in},
    counted_column{column("bout"), &counters::bytes_out},
    counted_column{column("econ"), &counters::failed_connects},
    counted_column{column("eresp"), &counters::failed_responses},
    counted_column{column("wretr"), &counters::retries},
    counted_column{column("wredis"), &counters::redispatches},
    counted_column{column("chkdown"), &counters::downs},
    counted_column{column("lbtot"), &counters::chosen},
    counted_column{column("cli_abrt"), &counters::client_aborts},
    counted_column{column("srv_abrt"), &counters::server_aborts},
    counted_column{column("eint"), &counters::internal_errors},
    counted_column{column("connect"), &counters::all_connections},
};

constexpr std::array of_checks{
    counted_column{column("chkfail"), &counters::failed_checks},
    counted_column{column("chkdown"), &counters::downs},
};

} // namespace

std::span<const counted_column> counted_columns(stat_kind kind) {
  switch (kind) {
  case stat_kind::frontend:
    return of_frontends;
  case stat_kind::backend:
    return of_backends;
  case stat_kind::server:
    return of_servers;
  default:
    return of_listeners;
  }
}

std::span<const counted_column> counted_of_checks() {
  return of_checks;
}

} // namespace mw::worker
