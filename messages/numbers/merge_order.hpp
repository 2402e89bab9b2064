// The order that a `merge` command gives.
#pragma once

#include "messages/numbers/typed_output.hpp"

#include <span>
#include <string_view>

namespace mw {

struct merge_order {
  enum class form : uint8_t {
    lines,   ///< `Name: value`; csv for `show stat`
    typed,   ///< HAProxy's `typed`
    json,    ///< HAProxy's `json`
    metrics, ///< Prometheus' text format, with the master's own numbers
    nothing, ///< only the carried totals learn the numbers
  };
  std::vector<report> reports = {report::info}; ///< one report, or both for metrics and samples
  form shape = form::lines;
  bool current_only = false; ///< without the counts of workers that are gone

  friend bool operator==(const merge_order&, const merge_order&) = default;
};

/// Reads `merge [current] show info [typed|json]` and `merge [current] show stat
/// [csv|typed|json]`. The error is the text for the client, with LF.
tl::expected<merge_order, std::string> parse_merge(std::span<const std::string> words);

/// The commands that bring a worker's report, one after the other; the last one brings the numbers.
/// `with_columns`: the names of the csv columns come before.
std::vector<std::string> worker_commands(report what, bool with_columns);

/// The commands for one of the order's reports, in the order's form.
std::vector<std::string> worker_commands(const merge_order& order, report what);

/// The number of commands that each worker gets in all, at least one.
size_t count_commands(const merge_order& order);

} // namespace mw
