// What the files share that say what the fields of `show info` are: one table for each topic.
#pragma once

#include "actors/relay/proxies.hpp"
#include "actors/worker/show/info_field.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>

namespace mw::worker {

/// Sources of the values.
struct info_source {
  const worker_context& worker;
  const readings& now;
  bool exact_times;

  const identity& about() const { return worker.about; }

  const process_stats& counters() const { return worker.counters; }
};

using maybe = std::optional<info_value>;

struct info_row {
  unsigned position;
  std::string_view name;
  std::string_view tags;
  std::string_view description;
  std::optional<info_value> (*value)(const info_source&);
};

/// A counter of 64 bits in a field that has 32.
inline info_value small(uint64_t value) {
  return static_cast<uint32_t>(std::min<uint64_t>(value, UINT32_MAX));
}

/// All proxies; none at all without sections that say some.
const relay::proxies& relayed(const info_source& s);

/// The one with this name, which exists.
const info_row& info_row_of(std::string_view name);

/// info_balancer.cpp: traffic and its limits, and what HAProxy has that is always 0 here.
std::span<const info_row> balancer_info_rows();

} // namespace mw::worker
