// The options that a `-S` may have, as a table.
#pragma once

#include "actors/options.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <string_view>

namespace mw {

/// What is wrong with an option's value, in HAProxy's words or in ours.
struct bad_value {
  std::string text;
  bool of_haproxy = false;
};

/// One option. `missing` is what HAProxy says after "missing" if the value is not there; empty: it
/// has no value.
struct bind_option {
  std::string_view name;
  std::string_view missing;
  tl::expected<void, bad_value> (*apply)(cli_bind& bind, const std::string& value);
};

/// Null if there is no such option, or none that this version supports.
const bind_option* find_bind_option(std::string_view name);

/// HAProxy's other options, which are refused by name.
bool is_unsupported_bind_option(std::string_view name);

/// All names of both kinds.
std::span<const std::string_view> bind_option_names();

} // namespace mw
