// Which columns of `show stat` are counters that only grow, and where each is counted.
#pragma once

#include "actors/relay/counters.hpp"
#include "actors/worker/stat_field.hpp"

#include <span>

namespace mw::worker {

struct counted_column {
  size_t column;
  uint64_t relay::counters::*field;
};

/// Those that rows of this kind always have.
std::span<const counted_column> counted_columns(stat_kind kind);

/// And those of servers with health checks.
std::span<const counted_column> counted_of_checks();

} // namespace mw::worker
