// Conditions on a connection: what stands behind `if` and `unless`.
#pragma once

#include "actors/config/proxy.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <vector>

namespace mw {

/// Alternatives, each of which is a conjunction.
using condition_alternatives = std::vector<std::vector<traffic_condition>>;

/// Reads conditions: `{ src 10.0.0.0/8 ::1 }`, `{ dst_port 80:90 443 }`, `{ dst_port ge 1024 }`,
/// `!` in front, `TRUE`, `FALSE`, `LOCALHOST`; side by side all must hold, `||` or `or` separates
/// alternatives. The error is HAProxy's text where it has one.
tl::expected<condition_alternatives, std::string>
parse_conditions(std::span<const std::string> words);

} // namespace mw
