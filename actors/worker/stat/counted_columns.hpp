// Which columns of `show stat` are counters that only grow, and where each is counted.
#pragma once

#include "actors/relay/counters.hpp"
#include "actors/worker/stat/stat_field.hpp"

#include <span>

namespace mw::worker {

struct counted_column {
  size_t column;
  uint64_t relay::counters::*field;
};

/// Lists the counted columns of the rows of one kind.
struct counted_columns {
  std::span<const counted_column> always;
  std::span<const counted_column> checked; ///< those with health checks have these, too
};

counted_columns counted_columns_of(stat_kind kind);

} // namespace mw::worker
