// What a `merge` command asks for.
#pragma once

#include "messages/numbers/typed_output.hpp"

#include <span>
#include <string_view>

namespace mw {

struct merge_order {
  enum class form : uint8_t {
    lines,   ///< `Name: value`; of `show stat` it is csv
    typed,   ///< HAProxy's `typed`
    json,    ///< HAProxy's `json`
    metrics, ///< Prometheus' text format, with the master's own numbers
    nothing, ///< only the carried totals learn the numbers
  };
  std::vector<report> reports = {report::info}; ///< one, or both for metrics and samples
  form shape = form::lines;
  bool current_only = false; ///< without what workers that are gone have counted

  friend bool operator==(const merge_order&, const merge_order&) = default;
};

/// Whether these are the words of such a command, right or wrong.
bool is_merge(std::span<const std::string> words);

/// Whether the text may be one. Most commands are not, and need not be split into words.
inline bool may_be_merge(std::string_view text) {
  return text.find("merge") != text.npos;
}

/// Reads `merge [current] show info [typed|json]` and `merge [current] show stat
/// [csv|typed|json]`. The error is the text for the client, with LF.
tl::expected<merge_order, std::string> parse_merge(std::span<const std::string> words);

/// What a worker is asked for this report, one command after the other; the last one brings the
/// numbers. `with_columns`: before that the names of the csv columns.
std::vector<std::string> worker_commands(report what, bool with_columns);

/// The same for one of the order's reports, in its form.
std::vector<std::string> worker_commands(const merge_order& order, report what);

/// How many commands each worker gets in all, at least one.
size_t count_commands(const merge_order& order);

} // namespace mw
