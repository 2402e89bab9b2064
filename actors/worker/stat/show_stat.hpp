// The answer to `show stat`, in each of its forms.
#pragma once

#include "actors/worker/stat/stat_rows.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>

namespace mw::worker {

enum class stat_form : uint8_t { csv, typed, json };

/// Options of `show stat [{<iid>|<proxy>} <type> <sid>] [csv|typed|json|up|no-maint]*`.
struct stat_request {
  stat_filter filter;
  stat_form form = stat_form::csv;
};

/// From the words behind `show stat`; unknown ones are skipped, as in HAProxy. The error is for
/// the client.
tl::expected<stat_request, std::string> parse_stat_request(std::span<const std::string> words,
                                                           const relay::proxies& all);

/// `process`: as in stat_moment.
std::string show_stat(std::span<const stat_row> rows, stat_form form, unsigned process);

} // namespace mw::worker
