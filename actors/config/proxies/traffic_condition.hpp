// Conditions on a connection: what stands behind `if` and `unless`.
#pragma once

#include "actors/config/proxies/keyword.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <vector>

namespace mw::config {

/// Alternatives, each of which is a conjunction.
using condition_alternatives = std::vector<std::vector<traffic_condition>>;

/// Reads conditions: `{ src 10.0.0.0/8 ::1 }`, `{ dst_port 80:90 443 }`, `{ dst_port ge 1024 }`,
/// `!` in front, names of `acl` lines, `TRUE`, `FALSE`, `LOCALHOST`; side by side all must hold,
/// `||` or `or` separates alternatives. What is new goes to the section's list of conditions. The
/// error is HAProxy's text where it has one.
tl::expected<condition_alternatives, std::string>
parse_conditions(std::span<const std::string> words, const proxy_line& line);

/// One expression, as on an `acl` line behind the name: `src 10.0.0.0/8`. It goes to the section's
/// list of conditions.
tl::expected<traffic_condition, std::string> parse_expression(std::span<const std::string> words,
                                                              const proxy_line& line);

} // namespace mw::config
