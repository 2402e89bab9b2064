// The master's and the workers' numbers in Prometheus' text format.
#pragma once

#include "messages/numbers/merged_output.hpp"
#include "messages/processes/events.hpp"

#include <span>
#include <string>

namespace mw {

/// Prints the master's own numbers.
std::string master_metrics(const process_table& processes, const event_history& events);

/// Prints merged numbers: `mw_process_*` out of `show info`, `mw_proxy_*` with the labels proxy,
/// server and type out of `show stat`. Base units; counters end with `_total`. Texts are left out.
std::string worker_metrics(std::span<const merged_report> merged);

/// Prints how many of the workers that were asked have answered.
std::string answer_metrics(size_t asked, size_t answered);

/// The name and unit of a field as a metric.
struct metric_name {
  std::string name;
  double factor = 1; ///< from the field's unit to the base unit
};

/// Finds the metric's name of a field; it is empty if the field is no metric.
metric_name metric_name_of(report what, char kind, const typed_field& field);

} // namespace mw
