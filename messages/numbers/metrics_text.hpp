// The master's and the workers' numbers in Prometheus' text format.
#pragma once

#include "messages/numbers/merged_output.hpp"
#include "messages/processes/events.hpp"

#include <span>
#include <string>

namespace mw {

/// What the master knows of itself.
std::string master_metrics(const process_table& processes, const event_history& events);

/// Merged numbers: `mw_process_*` out of `show info`, `mw_proxy_*` with the labels proxy, server
/// and type out of `show stat`. Base units; counters end with `_total`. Texts are left out.
std::string worker_metrics(std::span<const merged_report> merged);

/// How many of the workers that were asked have answered.
std::string answer_metrics(size_t asked, size_t answered);

/// The name and unit of a field as a metric.
struct metric_name {
  std::string name;
  double factor = 1; ///< from the field's unit to the base unit
};

/// An empty name: the field is none.
metric_name metric_name_of(report what, char kind, const typed_field& field);

} // namespace mw
